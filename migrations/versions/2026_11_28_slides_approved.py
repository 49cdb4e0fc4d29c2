"""Slides that an organiser looked at and lets into the room, and those that an organiser sent for a speaker."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("slides", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sent_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_slides_sent_by_account"), "account", ["sent_by"], ["id"], ondelete="SET NULL"
        )
    # Whatever readers have, an organiser looked at before publishing it.
    op.execute("UPDATE slides SET approved_at = published_at WHERE published_at IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("slides", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_slides_sent_by_account"), type_="foreignkey")
        batch_op.drop_column("sent_by")
        batch_op.drop_column("approved_at")
