namespace AlignZeg.Grains.Webhooks;

/// <summary>How an attempt went.</summary>
/// <param name="Status">HTTP status; null = there was no answer.</param>
/// <param name="Problem">What was wrong, in a sentence; null = nothing.</param>
internal sealed record SendOutcome(int? Status, string? Problem)
{
    /// <summary>The receiver wants nothing more, ever.</summary>
    public bool IsGone => Status == 410;

    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>By the receiver's answer.</summary>
    public static SendOutcome Of(int status) => new(status, status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => $"The receiver answered {status}; redirects are not followed, give the final address.",
        410 => "The receiver answered 410: it wants nothing more.",
        _ => $"The receiver answered {status}.",
    });
}
