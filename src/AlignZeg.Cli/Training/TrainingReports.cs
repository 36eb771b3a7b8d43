using System.Text;
using System.Text.Json;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>Tells how far a run is: a bar or lines for people, JSON events for machines, a log and a drawing in the output folder.</summary>
internal sealed class TrainingReports(TrainingFiles files, bool json, bool resume, TimeProvider time) : IProgress<TrainingProgress>
{
    private const int LinesPerDrawing = 20;
    private readonly IProgressView _view = json ? new SilentView() : ProgressViews.For(json: false, time);
    private readonly Cadence _events = new(time, TimeSpan.FromSeconds(2));
    private readonly LossLog _log = new(files.Log, resume);
    private readonly PhaseProgress _phase = new(time);
    private readonly long _begun = time.GetTimestamp();
    private string _note = "";

    /// <summary>The last step that was done; null before the first.</summary>
    public TrainingProgress? Last { get; private set; }

    public void Report(TrainingProgress value)
    {
        if (Last?.Phase != value.Phase) Begin(value);
        Last = value;
        _log.Add(value, time.GetElapsedTime(_begun).TotalSeconds);
        var snapshot = _phase.Show(_view, value, NoteOf(value));
        if (json && (value.Losses.Count > 0 || _events.IsDue(snapshot))) Print(value, snapshot);
        if (value.Losses.Count > 0 && (_log.Lines.Count % LinesPerDrawing == 0 || value.Step == value.Steps)) Draw();
    }

    /// <summary>Says what begins.</summary>
    public void Stage(string text)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(new { Event = "stage", Text = text }, ResultJson.Line));
        else _view.Stage(text);
    }

    /// <summary>Draws the losses so far, as a whole or not at all.</summary>
    public void Draw() => WholeFile.Write(files.Plot, Encoding.UTF8.GetBytes(LossPlot.Draw(_log.Lines)));

    // The losses of another phase are no longer true.
    private void Begin(TrainingProgress first)
    {
        _note = "";
        if (Last is null && first.Step > 1) Stage($"going on after step {first.Step - 1:N0} of {first.Steps:N0} ({first.Phase})");
    }

    private string NoteOf(TrainingProgress value)
    {
        if (value.Losses.Count > 0) _note = ", " + string.Join("  ", value.Losses.Select(l => $"{l.Key} {l.Value:F3}"));
        return _note;
    }

    private void Print(TrainingProgress value, ProgressSnapshot snapshot) => Console.Out.WriteLine(JsonSerializer.Serialize(
        new
        {
            Event = value.Losses.Count > 0 ? "training" : "progress",
            value.Phase,
            value.Step,
            value.Steps,
            Losses = value.Losses.Count > 0 ? value.Losses : null,
            value.LearningRate,
            StepsPerSecond = Math.Round(snapshot.Rate, 3),
            Seconds = time.GetElapsedTime(_begun).TotalSeconds,
            EtaSeconds = snapshot.Left?.TotalSeconds,
        },
        ResultJson.Line));
}
