namespace AlignZeg.Cli.Progress;

/// <summary>Plain lines, for pipes and logs: one at most every two seconds.</summary>
internal sealed class LineView(TextWriter output, TimeProvider time) : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private long _last;
    private long _shown = -1;

    public void Stage(string text) => output.WriteLine(text);

    public void Update(ProgressSnapshot snapshot)
    {
        long now = time.GetTimestamp();
        if (snapshot.Done == _shown || (_last != 0 && time.GetElapsedTime(_last, now) < Interval)) return;
        _last = now;
        Show(snapshot);
    }

    public void Finish(ProgressSnapshot snapshot)
    {
        if (snapshot.Done != _shown) Show(snapshot);
    }

    private void Show(ProgressSnapshot snapshot)
    {
        _shown = snapshot.Done;
        output.WriteLine(ProgressLine.Of(snapshot));
        output.Flush();
    }
}
