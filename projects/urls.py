from django.urls import path

from projects.views import closing, documents, helping, joining, organisation, project, taking_over, team

app_name = "projects"
urlpatterns = [
    path("", project.index, name="index"),
    path("nouveau/", project.create, name="create"),
    path("invitation/<str:token>/", joining.join, name="join"),
    path("invitations/", joining.invited, name="invited"),
    path("invitations/<int:pk>/accepter/", joining.accept, name="invitation_accept"),
    path("documents/", documents.index, name="documents"),
    path("documents/<uuid:pk>/remplacer/", documents.replace_document, name="document_replace"),
    path("documents/<uuid:pk>/", documents.download, name="document"),
    path("documents/<uuid:pk>/retirer/", documents.remove_document, name="document_remove"),
    # filling a file for somebody
    path("accompagner/", helping.index, name="helping"),
    path("accompagner/nouveau/", helping.begin, name="help_begin"),
    path("accompagner/<int:pk>/", helping.agreement, name="agreement"),
    path("accompagner/<int:pk>/lien/", helping.send_link, name="agreement_link"),
    path("accompagner/<int:pk>/renouveler/", helping.renew, name="agreement_renew"),
    path("accompagner/<int:pk>/arreter/", helping.leave, name="agreement_leave"),
    path("reprendre/<str:token>/", taking_over.take_over, name="take_over"),
    path("<uuid:pk>/accords/", helping.agreements, name="agreements"),
    path("<uuid:pk>/", project.detail, name="detail"),
    path("<uuid:pk>/modifier/", project.edit, name="edit"),
    path("<uuid:pk>/etape/", project.stage, name="stage"),
    path("<uuid:pk>/structure/", organisation.organisation, name="organisation"),
    path("<uuid:pk>/archiver/", closing.archive, name="archive"),
    path("<uuid:pk>/supprimer/", closing.delete, name="delete"),
    path("<uuid:pk>/reprendre/", closing.take_up, name="take_up"),
    path("<uuid:pk>/documents/", documents.add_document, name="document_add"),
    # the team
    path("<uuid:pk>/equipe/", team.team, name="team"),
    path("<uuid:pk>/equipe/quitter/", team.leave, name="leave"),
    path("<uuid:pk>/equipe/<int:member_pk>/", team.member, name="member"),
    path("<uuid:pk>/equipe/<int:member_pk>/transmettre/", team.hand_over, name="hand_over"),
    path("<uuid:pk>/equipe/<int:member_pk>/retirer/", team.remove, name="member_remove"),
    path("<uuid:pk>/invitations/<int:invitation_pk>/renvoyer/", team.resend, name="invitation_resend"),
    path("<uuid:pk>/invitations/<int:invitation_pk>/annuler/", team.cancel, name="invitation_cancel"),
]
