"""How gunicorn serves the portal: few synchronous workers, bounded in time; every value may be set by environment."""

import os

workers = int(os.environ.get("WEB_CONCURRENCY") or 3)
preload_app = True
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
accesslog = None
control_socket_disable = True
