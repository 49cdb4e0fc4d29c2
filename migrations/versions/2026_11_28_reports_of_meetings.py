"""Presence as rows that are added and never changed; reports of meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Until now a mark that was taken back said so itself; from now on a row says it that corrects the mark.
TAKEN_BACK = """
INSERT INTO attendance (session_id, registration_id, how, recorded_at, recorded_by, corrects_id)
SELECT session_id, registration_id, how, withdrawn_at, withdrawn_by, id FROM attendance WHERE withdrawn_at IS NOT NULL
"""
SAID_BY_ITSELF = """
UPDATE attendance SET withdrawn_at = (SELECT c.recorded_at FROM attendance AS c WHERE c.corrects_id = attendance.id),
withdrawn_by = (SELECT c.recorded_by FROM attendance AS c WHERE c.corrects_id = attendance.id)
"""
# The older table has one row per person, session and way of knowing: the newest.
NOT_KEPT = """
DELETE FROM attendance WHERE from_at IS NULL OR id NOT IN (
    SELECT max(id) FROM attendance WHERE from_at IS NOT NULL GROUP BY session_id, registration_id, how
)
"""


def upgrade() -> None:
    op.create_table(
        "meeting_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("ending", sa.String(length=8), nullable=False),
        sa.Column("program", sa.String(length=10), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("date_order", sa.String(length=12), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_meeting_report_session_id_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_report")),
        sa.UniqueConstraint("session_id", "sha256", name=op.f("uq_meeting_report_session_id_sha256")),
    )
    with op.batch_alter_table("meeting_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_report_sha256"), ["sha256"], unique=False)
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.alter_column("from_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        batch_op.add_column(sa.Column("to_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("report_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=300), server_default="", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_attendance_session_id_registration_id_how"), type_="unique")
        batch_op.create_index(batch_op.f("ix_attendance_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_report_id"), ["report_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_attendance_corrects_id"), ["corrects_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_attendance_report_id_meeting_report"),
            "meeting_report",
            ["report_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_attendance_corrects_id_attendance"),
            "attendance",
            ["corrects_id"],
            ["id"],
            ondelete="CASCADE",
        )
    # The columns stay until no code reads them any more.
    op.execute(TAKEN_BACK)


def downgrade() -> None:
    op.execute(SAID_BY_ITSELF)
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attendance_corrects_id_attendance"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_attendance_report_id_meeting_report"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_attendance_corrects_id"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_attendance_report_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_session_id"))
        batch_op.drop_column("reason")
        batch_op.drop_column("corrects_id")
        batch_op.drop_column("report_id")
        batch_op.drop_column("to_at")
    op.execute(NOT_KEPT)
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.alter_column("from_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_attendance_session_id_registration_id_how"), ["session_id", "registration_id", "how"]
        )
    op.drop_table("meeting_report")
