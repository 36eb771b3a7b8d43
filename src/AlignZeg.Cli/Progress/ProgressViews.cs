namespace AlignZeg.Cli.Progress;

/// <summary>Chooses the view: events where asked for, a bar on a terminal, lines elsewhere.</summary>
internal static class ProgressViews
{
    public static IProgressView For(bool json, TimeProvider time) => json
        ? new EventView(Console.Out, time)
        : Console.IsErrorRedirected ? new LineView(Console.Error, time) : new BarView(Console.Error, time, () => Console.WindowWidth);
}
