from django.urls import path

from applications.views import (
    conditions,
    copying,
    correspondence,
    documents,
    draft,
    file,
    form_changes,
    leaving,
    paper,
    reopening,
    replies,
    requests,
    start,
)

app_name = "applications"
urlpatterns = [
    path("", file.index, name="index"),
    path("commencer/<slug:slug>/", start.start, name="start"),
    # letters on paper
    path("lettres-a-imprimer/", paper.index, name="papers"),
    path("lettres-a-imprimer/<int:pk>/", paper.detail, name="paper"),
    # the draft
    path("<uuid:pk>/reprendre/", draft.resume, name="resume"),
    path("<uuid:pk>/reprise/", copying.copy, name="copy"),
    path("<uuid:pk>/etape/<int:number>/", draft.step, name="step"),
    path("<uuid:pk>/conditions/", conditions.conditions, name="conditions"),
    path("<uuid:pk>/pieces/", documents.documents, name="documents"),
    path("<uuid:pk>/pieces/<int:wanted_pk>/joindre/", documents.give, name="document_give"),
    path("<uuid:pk>/pieces/<int:wanted_pk>/reprendre/", documents.take_back, name="document_take_back"),
    path("<uuid:pk>/formulaire/", form_changes.form_changes, name="form_changes"),
    path("<uuid:pk>/relire/", draft.review, name="review"),
    path("<uuid:pk>/envoyer/", draft.submit, name="submit"),
    path("<uuid:pk>/supprimer/", leaving.discard, name="discard"),
    path("<uuid:pk>/autre-appel/", copying.elsewhere, name="elsewhere"),
    # the file, once sent
    path("<uuid:pk>/", file.detail, name="detail"),
    path("<uuid:pk>/recepisse/", file.receipt, name="receipt"),
    path("<uuid:pk>/envoi/", file.sent, name="sent"),
    path("<uuid:pk>/lettres/<int:letter_pk>/", file.letter, name="letter"),
    path("<uuid:pk>/fichiers/<int:attachment_pk>/", file.attachment, name="attachment"),
    # messages with the officers
    path("<uuid:pk>/messages/", correspondence.thread, name="thread"),
    path("<uuid:pk>/messages/fichiers/<uuid:file_pk>/", correspondence.message_file, name="message_file"),
    # changing what was sent, where the call allows it
    path("<uuid:pk>/modifier/", reopening.reopen, name="reopen"),
    path("<uuid:pk>/renvoyer/", reopening.send_again, name="send_again"),
    path("<uuid:pk>/laisser/", reopening.give_up, name="give_up"),
    # what the team answers
    path("<uuid:pk>/demandes/<int:item_pk>/", requests.answer_item, name="request_item"),
    path("<uuid:pk>/demandes/<int:request_pk>/temps/", requests.more_time, name="more_time"),
    path("<uuid:pk>/retirer/", leaving.withdraw, name="withdraw"),
    path("<uuid:pk>/confirmer/", replies.confirm, name="confirm"),
    path("<uuid:pk>/proposition/", replies.proposal, name="proposal"),
]
