namespace AlignZeg.Grains.Webhooks;

/// <summary>An attempt that has ended.</summary>
/// <param name="Delivery">What was sent.</param>
/// <param name="Url">Where to: the webhook may have another address by now.</param>
/// <param name="Outcome">How it went.</param>
internal sealed record SendAttempt(StoredDelivery Delivery, string Url, SendOutcome Outcome);
