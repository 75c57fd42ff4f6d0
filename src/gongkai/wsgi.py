"""What gunicorn serves."""

from __future__ import annotations

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
application = get_wsgi_application()


def _warm() -> None:
    from gongkai.writers import typesetting

    typesetting.warm()


# Beside the first requests: nobody waits for it but whoever wants a letter at once.
Thread(target=_warm, daemon=True).start()
