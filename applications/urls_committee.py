from django.urls import path

from applications.views import committee, minutes

app_name = "committee"
urlpatterns = [
    path("", committee.index, name="index"),
    # a session in which the person sits
    path("<int:pk>/", committee.session, name="session"),
    path("<int:pk>/seance/", committee.room, name="room"),
    path("<int:pk>/liens/", committee.settle, name="links"),
    path("<int:pk>/pv/", minutes.read, name="minutes"),
    path("<int:pk>/pv/signer/", minutes.sign, name="sign"),
    # a file given to her
    path("<int:pk>/<int:item>/", committee.file, name="file"),
    path("<int:pk>/<int:item>/lien/", committee.declare, name="declare"),
    path("<int:pk>/<int:item>/rendre/", committee.give_back, name="give_back"),
    path("<int:pk>/<int:item>/noter/", committee.mark, name="mark"),
    path("<int:pk>/<int:item>/changer/", committee.change, name="change"),
    path("<int:pk>/<int:item>/pieces/<int:attachment>/", committee.document, name="document"),
]
