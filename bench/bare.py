"""The least that keeps an answer: a bare Starlette route that validates, stores and fsyncs it.

`python -m bench.bare PORT FOLDER` serves it.
"""

import json
import sys
from pathlib import Path

import uvicorn
from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from assessment.phone.messages import MESSAGE, Answering
from assessment.store.home import sync, write


def keep(folder: Path, seat: str, message: Answering) -> None:
    """Put the answer among the seat's others, durable when it returns."""
    path = folder / f"{seat}.json"
    answers = json.loads(path.read_bytes()) if path.exists() else {}
    answers[message.item] = message.given
    temporary = path.with_suffix(".tmp")
    write(temporary, json.dumps(answers).encode())
    temporary.replace(path)
    sync(folder)


def app(folder: Path) -> Starlette:
    """The route, and the one that says that it is well."""

    async def send(request: Request) -> JSONResponse:
        message = MESSAGE.validate_json(await request.body(), strict=True)
        seat = request.query_params["w"]
        if isinstance(message, Answering) and seat.isalnum():
            await to_thread.run_sync(keep, folder, seat, message)
        return JSONResponse({"receipt": "counted", "turn": message.turn})

    async def well(_: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[Route("/seat/send", send, methods=["POST"]), Route("/_stcore/health", well)]
    )


if __name__ == "__main__":
    uvicorn.run(app(Path(sys.argv[2])), port=int(sys.argv[1]), log_level="critical")
