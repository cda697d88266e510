from ess_portal.lib import tokens


def test_token_is_found_again_by_its_fingerprint_only():
    token, mark = tokens.issue("essai")

    assert mark == tokens.fingerprint(token, "essai")
    assert len(mark) == 64
    assert mark not in token


def test_two_tokens_differ():
    assert tokens.issue("essai") != tokens.issue("essai")


def test_token_of_another_purpose_altered_or_made_up_has_no_fingerprint():
    token, _ = tokens.issue("essai")

    wrong = [tokens.fingerprint(token, "autre"), tokens.fingerprint(token[:-1], "essai")]
    wrong += [tokens.fingerprint(made_up, "essai") for made_up in ["", "x", "x.y", "é\x00"]]

    assert wrong == [None] * 6
