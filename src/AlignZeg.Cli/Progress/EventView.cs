using System.Text.Json;

namespace AlignZeg.Cli.Progress;

/// <summary>JSON events for machines, one per line.</summary>
internal sealed class EventView(TextWriter output, TimeProvider time) : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private long _last;
    private long _shown = -1;

    public void Stage(string text) => Write(new { @event = "stage", text });

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
        Write(new
        {
            @event = "progress",
            done = snapshot.Done,
            total = snapshot.Total,
            failed = snapshot.Failed,
            images_per_second = Math.Round(snapshot.Rate, 3),
            eta_seconds = snapshot.Left is { } left ? Math.Round(left.TotalSeconds, 1) : (double?)null,
        });
    }

    private void Write(object message)
    {
        output.WriteLine(JsonSerializer.Serialize(message));
        output.Flush();
    }
}
