namespace AlignZeg.Grains.Webhooks;

/// <summary>When a delivery that failed is tried again.</summary>
internal static class RetryPlan
{
    private const double Growth = 4, LeastShare = 0.8, Spread = 0.4;

    /// <summary>The pause before the next attempt; null = there is none.</summary>
    /// <param name="attempts">Made so far, from 1.</param> <param name="sinceFirst">Time since the first of them.</param>
    /// <param name="chance">0 to 1: receivers that come back shall not meet everybody at once.</param> <param name="options">The limits.</param>
    public static TimeSpan? PauseAfter(int attempts, TimeSpan sinceFirst, double chance, WebhookOptions options)
    {
        double seconds = Math.Min(options.LongestPause.TotalSeconds, options.FirstPause.TotalSeconds * Math.Pow(Growth, attempts - 1));
        var pause = TimeSpan.FromSeconds(seconds * (LeastShare + Spread * chance));
        return sinceFirst + pause > options.GiveUpAfter ? null : pause;
    }
}
