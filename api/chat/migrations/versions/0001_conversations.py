"""Conversations, their messages, and deletions that are not complete yet."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("last_turn_at", sa.Float(), nullable=False),
    )
    op.create_index("ix_conversations_last_turn_at", "conversations", ["last_turn_at"])
    op.create_table(
        "messages",
        sa.Column(
            "conversation_id",
            sa.String(),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
    )
    op.create_table(
        "pending_deletions",
        sa.Column("conversation_id", sa.String(), primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("pending_deletions")
    op.drop_table("messages")
    op.drop_table("conversations")
