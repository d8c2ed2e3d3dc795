from django.urls import path

from members.views import account, claims, my_data, second_factor, sign_in

app_name = "members"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/link/", sign_in.ask_for_link, name="ask_for_link"),
    path("sign-in/link/sent/", sign_in.link_sent, name="sign_in_link_sent"),
    path("sign-in/link/<str:token>/", sign_in.sign_in_link, name="sign_in_link"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/second-factor/", second_factor.second_factor, name="second_factor"),
    path("account/second-factor/app/", second_factor.add_app, name="add_app"),
    path("account/second-factor/key/", second_factor.add_key, name="add_key"),
    path("account/second-factor/codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("account/second-factor/remove/", second_factor.remove_second_factor, name="remove_second_factor"),
    path("account/second-factor/check/", second_factor.check_second_factor, name="check_second_factor"),
    path("account/confirm/", second_factor.confirm, name="confirm"),
    path("account/sign-ins/<int:association_id>/unlink/", account.unlink, name="unlink"),
    path("account/sign-out-everywhere/", account.sign_out_of_all, name="sign_out_of_all"),
    path("account/devices/<str:session_id>/sign-out/", account.sign_out_of_one, name="sign_out_of_one"),
    path("account/data/", my_data.change, name="my_data"),
    path("account/data.json", my_data.download, name="download_data"),
    path("account/mails/", my_data.mails, name="my_mails"),
    path("account/corrections/<str:kind>/", my_data.correct, name="correct"),
    path("account/corrections/<int:correction_id>/withdraw/", my_data.withdraw, name="withdraw_correction"),
    path("account/address/<str:token>/", my_data.prove, name="prove_address"),
    path("account/delete/", my_data.delete, name="delete_login"),
    path("account/claim/", claims.claim, name="claim"),
    path("account/claim/withdraw/", claims.withdraw, name="withdraw_claim"),
    path("account/claim/link/<str:token>/", claims.claim_link, name="claim_link"),
]
