namespace AlignZeg.Cli.Progress;

/// <summary>Plain lines, for pipes and logs: one at most in an interval.</summary>
internal sealed class LineView(TextWriter output, TimeProvider time, TimeSpan interval) : IProgressView
{
    private readonly Cadence _cadence = new(time, interval);

    public void Stage(string text) => output.WriteLine(text);

    public void Update(ProgressSnapshot snapshot)
    {
        if (_cadence.IsDue(snapshot)) Show(snapshot);
    }

    public void Finish(ProgressSnapshot snapshot)
    {
        if (_cadence.IsNew(snapshot)) Show(snapshot);
    }

    private void Show(ProgressSnapshot snapshot)
    {
        output.WriteLine(ProgressLine.Of(snapshot));
        output.Flush();
    }
}
