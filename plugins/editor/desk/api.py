"""Requests to the desk's API: what a handler is given, and how its answer or its refusal is sent."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from plugins.build.errors import BuildError
from plugins.diagnostics.problem import ContentError, fill_in
from plugins.editor.desk.desk_texts import load_desk_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from starlette.requests import Request

    from plugins.diagnostics.problem import Problem
    from plugins.editor.report import UiText

    Handler = Callable[["ApiRequest"], object]

PREFIX = "/desk/api"
Args = TypeVar("Args")
current_user: ContextVar[str] = ContextVar("current_user", default="")
"""Who asks, in the thread that answers."""
LANGUAGE_HEADER, WINDOW_HEADER = "X-Desk-Language", "X-Desk-Window"
logger = logging.getLogger(__name__)


class ApiError(Exception):
    """A refusal: its status, the key of its sentence in `texts`, the sentence's values, and more to send."""

    def __init__(
        self, status: int, key: str, more: Mapping[str, Any] | None = None, **values: object
    ) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.more = more or {}
        self.values = values


class ApiRequest(Struct, frozen=True):
    """What a handler is given: the query, the JSON that was sent, or its bytes; who asks, in which window.

    `texts` are those of the editor's language.
    """

    query: Mapping[str, str]
    data: Mapping[str, Any]
    body: bytes
    texts: UiText
    user: str
    window: str = ""

    @property
    def language(self) -> str:
        """The code of the editor's language."""
        return self.texts.language.code

    def text(self, name: str) -> str:
        """A text of the JSON or of the query; raises `ApiError` with 400 if there is none."""
        found = self.data.get(name, self.query.get(name))
        if not isinstance(found, str):
            raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name=name)
        return found


def get(path: str, handler: Handler) -> Route:
    """The route of a handler that reads; its answer is sent as JSON."""
    return Route(f"{PREFIX}/{path}", partial(_answer, handler), methods=["GET"])


def post(path: str, handler: Handler) -> Route:
    """The route of a handler that changes something; its answer is sent as JSON."""
    return Route(f"{PREFIX}/{path}", partial(_answer, handler), methods=["POST"])


def read_json(asked: ApiRequest, kind: type[Args]) -> Args:
    """The JSON of a request as a value of a type; raises `ApiError` with 400."""
    try:
        return msgspec.convert(dict(asked.data), kind)
    except msgspec.ValidationError as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name=str(error)) from error


def problem_records(problems: Iterable[Problem], language: str) -> list[dict[str, object]]:
    """Problems for the browser: place, severity, code, and what to do in a language."""
    return [
        {
            "path": found.display_path,
            "line": found.line,
            "code": found.code,
            "severity": str(found.severity),
            "message": sentence(found, language),
        }
        for found in problems
    ]


def sentence(found: Problem | BuildError, language: str) -> str:
    """What is wrong and what to do, without its place; in the desk's words where others name a command."""
    texts = load_desk_texts(language)
    key = f"message.{found.code}"
    own = texts.entries.get(key)
    told = fill_in(str(own), dict(found.values), language) if own else found.message(language)
    return capitalized(told)


def capitalized(words: str) -> str:
    """Words with a capital letter at their beginning, unless that is an address such as `set.card`."""
    is_address = "." in words.partition(" ")[0].rstrip(".:…")
    return words if is_address else words[:1].upper() + words[1:]


async def _answer(handler: Handler, request: Request) -> Response:
    texts: UiText = request.state.texts
    try:
        asked = await _read(request, texts)
        current_user.set(asked.user)
        answer = await run_in_threadpool(handler, asked)
    except (ApiError, BuildError, ContentError, OSError) as error:
        return _refusal(error, texts)
    except Exception as error:
        logger.exception("the desk failed")
        told = texts.text("errors.fault", fault=f"{type(error).__name__}: {error}")
        return JSONResponse({"error": told}, HTTPStatus.INTERNAL_SERVER_ERROR)
    if isinstance(answer, Response):
        return answer
    return Response(msgspec.json.encode(answer), media_type="application/json")


async def _read(request: Request, texts: UiText) -> ApiRequest:
    data: object = {}
    body = b""
    if request.method == "POST":
        body = await request.body()
        if request.headers["content-type"].partition(";")[0].strip().lower() == "application/json":
            data, body = _parsed(body), b""
    if not isinstance(data, dict):
        raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name="JSON")
    window = request.headers.get(WINDOW_HEADER, "")
    return ApiRequest(request.query_params, data, body, texts, request.state.user, window)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name="JSON") from error


def _refusal(error: ApiError | BuildError | ContentError | OSError, texts: UiText) -> Response:
    """The answer to a request that failed: a status, and a sentence that says what to do."""
    language = texts.language.code
    if isinstance(error, ApiError):
        return JSONResponse({**error.more, "error": texts.text(error.key, **error.values)}, error.status)
    if isinstance(error, ContentError):
        records = problem_records(error.problems, language)
        told = " ".join(str(record["message"]) for record in records[:3])
        return JSONResponse({"error": told, "problems": records}, HTTPStatus.UNPROCESSABLE_ENTITY)
    if isinstance(error, BuildError):
        return JSONResponse({"error": sentence(error, language)}, HTTPStatus.UNPROCESSABLE_ENTITY)
    told = texts.text("errors.disk", reason=error.strerror or str(error))
    return JSONResponse({"error": told}, HTTPStatus.INSUFFICIENT_STORAGE)
