namespace AlignZeg.Grains.Webhooks;

/// <summary>A host has an address that nothing may be sent to. The address is not said: it would tell tenants about networks that are not theirs.</summary>
internal sealed class ForbiddenTargetException(string host)
    : Exception($"The host '{host}' has an address that webhooks are not sent to: private, local or reserved. Use a host that is reached from the public internet.");
