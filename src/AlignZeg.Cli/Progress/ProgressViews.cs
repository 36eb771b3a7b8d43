namespace AlignZeg.Cli.Progress;

/// <summary>Chooses the view: events where asked for, a bar on a terminal, lines elsewhere.</summary>
internal static class ProgressViews
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(2);

    /// <param name="json">Whether for machines.</param> <param name="time">Of rates and intervals.</param> <param name="lines">The least between two plain lines; null = two seconds, which fills a log where work takes hours.</param>
    public static IProgressView For(bool json, TimeProvider time, TimeSpan? lines = null) => json
        ? new EventView(Console.Out, time)
        : Console.IsErrorRedirected ? new LineView(Console.Error, time, lines ?? Often) : new BarView(Console.Error, time, () => Console.WindowWidth);
}
