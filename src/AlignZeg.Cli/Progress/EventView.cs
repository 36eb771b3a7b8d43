using System.Text.Json;

namespace AlignZeg.Cli.Progress;

/// <summary>JSON events for machines, one per line.</summary>
internal sealed class EventView(TextWriter output, TimeProvider time) : IProgressView
{
    private readonly Cadence _cadence = new(time, TimeSpan.FromMilliseconds(500));

    public void Stage(string text) => Write(new { @event = "stage", text });

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
        Write(new
        {
            @event = "progress",
            done = snapshot.Done,
            total = snapshot.Total,
            failed = snapshot.Failed,
            images_per_second = Math.Round(snapshot.Rate, 3),
            eta_seconds = snapshot.Left is { } left ? Math.Round(left.TotalSeconds, 1) : (double?)null,
            silent_seconds = snapshot.Job?.SilentFor() is { } silence ? Math.Round(silence.TotalSeconds, 1) : (double?)null,
        });
    }

    private void Write(object message)
    {
        output.WriteLine(JsonSerializer.Serialize(message));
        output.Flush();
    }
}
