"""What makes a page public: open to all, read only, the same bytes for everybody, kept a minute, told by an ETag."""

import gzip
from functools import cache, wraps
from hashlib import blake2b
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponseNotAllowed, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_sequence
from django.views.decorators.http import condition

from actors.models import DirectoryRevision
from actors.revision import days

WORTH_COMPRESSING = 500
LONGEST_VALUE, MOST_VALUES = 500, 100


def public_page(view):
    """Open `view` to everybody, cacheable: 304 is decided by one query, before anything is rendered.

    The view must neither read the session or the user nor print a form that writes (decisions.md 15).
    """
    answer = view if settings.DEBUG else condition(etag_func=entity_tag)(view)

    @login_not_required
    @wraps(view)
    def page(request, *args, **kwargs):
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"], render_to_string("errors/405.html", {}, request))
        request.GET = _tame(request.GET)
        response = answer(request, *args, **kwargs)
        response["Cache-Control"] = "public, max-age=60"
        patch_vary_headers(response, ["Accept-Encoding"])
        return _compressed(request, response)

    return page


def entity_tag(request, *args, **kwargs):
    """Revision of the directory, moments passed, day, address, kind of request, release; none before a first load."""
    revision = revision_of(request)
    if revision is None:
        return None
    parts = (
        *revision,
        *days(),
        request.get_full_path(),
        "HX-Request" in request.headers,
        _release(),
    )
    return f'W/"{_digest(repr(parts).encode())}"'


def revision_of(request):
    """What public pages depend on beside the day, read once a request: number of the directory, its moment, and how
    many calls have opened and closed, which changes pages without a save. None before a first load."""
    if not hasattr(request, "directory_revision"):
        request.directory_revision = _revision_at(timezone.now())
    return request.directory_revision


def _revision_at(now):
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_revision_query(), [moment, moment])
        return cursor.fetchone()


@cache
def _revision_query():
    """Written by hand: Django takes longer to compose it than the database to answer, for each page that is asked."""
    calls = apps.get_model("programmes", "Call")._meta.db_table  # by name: `programmes` stands above
    passed = [f"(SELECT COUNT(*) FROM {calls} WHERE {moment} <= %s)" for moment in ("opens_at", "closes_at")]  # noqa: S608
    return f"SELECT number, changed_at, {', '.join(passed)} FROM {DirectoryRevision._meta.db_table} WHERE id = 1"  # noqa: S608


@cache
def _release():
    """Digest of templates and style sheets, so that an upgrade is seen at once."""
    files = [
        path
        for folder, ending in (("templates", "html"), ("static", "css"), ("static", "js"))
        for path in sorted((settings.BASE_DIR / folder).rglob(f"*.{ending}"))
    ]
    return _digest(b"".join(path.read_bytes() for path in files))


def _tame(query):
    """What an address asks, without what nobody types: NUL characters, endless values, hundreds of them."""
    tame = QueryDict(mutable=True)
    pairs = ((name, value) for name, values in query.lists() for value in values)
    for name, value in islice(pairs, MOST_VALUES):
        tame.appendlist(name[:LONGEST_VALUE].replace("\0", ""), value[:LONGEST_VALUE].replace("\0", " "))
    return tame


def _digest(content):
    return blake2b(content, digest_size=12).hexdigest()


def _compressed(request, response):
    wanted = "gzip" in request.headers.get("Accept-Encoding", "")
    if not wanted or response.status_code != 200:
        return response
    if response.streaming:
        response.streaming_content = compress_sequence(response.streaming_content)
        response["Content-Encoding"] = "gzip"
        return response
    if len(response.content) < WORTH_COMPRESSING:
        return response
    response.content = gzip.compress(response.content, 6, mtime=0)
    response["Content-Encoding"] = "gzip"
    return response
