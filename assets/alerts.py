"""The alert: a message to whoever is on duty for each run that failed, by webhook, by e-mail, or both.

NUMTRAIL_ALERT_WEBHOOK  address that takes a JSON object {"text": …} (Slack, Mattermost, a gateway of your own)
NUMTRAIL_ALERT_EMAIL    where e-mail goes; NUMTRAIL_SMTP is host:port of the server (localhost:25), and
                        NUMTRAIL_SMTP_USER with NUMTRAIL_SMTP_PASSWORD log in to it over TLS
"""

import json
import os
import smtplib
from email.message import EmailMessage
from urllib.request import Request, urlopen

import dagster as dg

from assets.automation import IS_ON
from schemas.errors import SettingsError

SECONDS = 10
"""A message that takes longer is given up: the sensor has a minute in all."""
REASONS = 2000
"""Characters of the reason that are sent; the run's page has it in full."""


@dg.run_failure_sensor(
    default_status=dg.DefaultSensorStatus.RUNNING if IS_ON else dg.DefaultSensorStatus.STOPPED,
    monitor_all_code_locations=False,
    description="Sends a message by webhook or e-mail for each run that failed: the job, its months, and the reason.",
)
def alert_on_failure(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Send a message for each run that failed: the job, its months, and the reason."""
    text = failure_text(context.dagster_run, context.failure_event.message or "", _causes(context))
    webhook, address = os.environ.get("NUMTRAIL_ALERT_WEBHOOK"), os.environ.get("NUMTRAIL_ALERT_EMAIL")
    if webhook:
        post_webhook(webhook, text)
    if address:
        send_email(address, text)
    if not webhook and not address:
        return dg.SkipReason("Neither NUMTRAIL_ALERT_WEBHOOK nor NUMTRAIL_ALERT_EMAIL is set: nobody was told.")
    return None


def failure_text(run: dg.DagsterRun, message: str, causes: list[str]) -> str:
    """What the message says: a first line that fits a telephone, then the reasons."""
    first, last = (run.tags.get(f"dagster/asset_partition_range_{end}", "") for end in ("start", "end"))
    months = f" for {first[:7]} to {last[:7]}" if first else ""
    return f"Numtrail: {run.job_name}{months} failed (run {run.run_id}).\n" + "\n".join(causes or [message])[:REASONS]


def post_webhook(url: str, text: str) -> None:
    """Post the text to a webhook; raises SettingsError for no http address, OSError where it does not answer."""
    if not url.startswith(("https://", "http://")):
        raise SettingsError(
            "NUMTRAIL_ALERT_WEBHOOK is no http address: give one that begins with https://, or leave it out."
        )
    body = json.dumps({"text": text}).encode()
    request = Request(url, data=body, headers={"Content-Type": "application/json"})  # noqa: S310 - http, see above
    with urlopen(request, timeout=SECONDS):  # noqa: S310
        pass


def send_email(address: str, text: str) -> None:
    """Send the text by e-mail; raises OSError or smtplib.SMTPException where the server does not take it."""
    host, _, port = os.environ.get("NUMTRAIL_SMTP", "localhost:25").partition(":")
    mail = EmailMessage()
    mail["Subject"], mail["To"] = text.splitlines()[0], address
    mail["From"] = os.environ.get("NUMTRAIL_ALERT_FROM", address)
    mail.set_content(text)
    with smtplib.SMTP(host, int(port or 25), timeout=SECONDS) as server:
        user = os.environ.get("NUMTRAIL_SMTP_USER")
        if user:
            server.starttls()
            server.login(user, os.environ.get("NUMTRAIL_SMTP_PASSWORD", ""))
        server.send_message(mail)


def _causes(context: dg.RunFailureSensorContext) -> list[str]:
    """The innermost error of each step that failed."""
    causes = []
    for event in context.get_step_failure_events():
        error = event.step_failure_data.error
        while error is not None and error.cause is not None:
            error = error.cause
        causes.append(f"{event.step_key}: {error.message.strip() if error else event.message}")
    return causes


SENSORS = (alert_on_failure,)
