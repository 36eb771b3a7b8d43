namespace AlignZeg.Storage.Outages;

/// <summary>Pauses between attempts: each twice as long as the one before, up to a longest. For one caller at a time.</summary>
/// <param name="first">The first pause.</param> <param name="longest">No pause is longer, the first neither.</param>
public sealed class GrowingPause(TimeSpan first, TimeSpan longest)
{
    private TimeSpan _next = Shorter(first, longest);

    /// <summary>The pause before the next attempt.</summary>
    public TimeSpan Next()
    {
        var pause = _next;
        _next = Shorter(pause * 2, longest);
        return pause;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
