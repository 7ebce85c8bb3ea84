"""Adapting the encoder to how families write. Needs torch and peft; serving does not."""
