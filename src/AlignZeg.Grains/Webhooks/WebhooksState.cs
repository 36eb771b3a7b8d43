namespace AlignZeg.Grains.Webhooks;

/// <summary>Which webhooks a tenant has.</summary>
internal sealed class WebhooksState
{
    public List<string> Names { get; set; } = [];
}
