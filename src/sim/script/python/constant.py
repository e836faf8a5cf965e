def learning_rate(arm, t):
    """η of step t."""
    return arm["eta"]


def batch_size(arm, t, n):
    """B of step t; n for full gradients."""
    return arm.get("B", n)
