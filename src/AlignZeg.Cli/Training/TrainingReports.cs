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
    private readonly LossLog _log = new(files.Log, resume);
    private readonly long _begun = time.GetTimestamp();
    private long _phaseBegun;
    private string _note = "";

    /// <summary>The last step that was done; null before the first.</summary>
    public TrainingProgress? Last { get; private set; }

    private int _first;

    public void Report(TrainingProgress value)
    {
        if (Last?.Phase != value.Phase) (_phaseBegun, _first) = (time.GetTimestamp(), value.Step);
        Last = value;
        _log.Add(value, time.GetElapsedTime(_begun).TotalSeconds);
        var snapshot = new ProgressSnapshot(value.Step, value.Steps, 0, _first, time.GetElapsedTime(_phaseBegun)) { Unit = $"{value.Phase} steps", Note = NoteOf(value) };
        if (json && value.Losses.Count > 0) Print(value, snapshot.Left);
        if (value.Step == value.Steps) _view.Finish(snapshot);
        else _view.Update(snapshot);
        if (value.Losses.Count > 0 && _log.Lines.Count % LinesPerDrawing == 0) Draw();
    }

    /// <summary>Says what begins.</summary>
    public void Stage(string text)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(new { Event = "stage", Text = text }, ResultJson.Line));
        else _view.Stage(text);
    }

    /// <summary>Draws the losses so far, as a whole or not at all.</summary>
    public void Draw()
    {
        File.WriteAllText(files.Plot + ".tmp", LossPlot.Draw(_log.Lines));
        File.Move(files.Plot + ".tmp", files.Plot, overwrite: true);
    }

    private string NoteOf(TrainingProgress value)
    {
        if (value.Losses.Count > 0) _note = ", " + string.Join("  ", value.Losses.Select(l => $"{l.Key} {l.Value:F3}"));
        return _note;
    }

    private void Print(TrainingProgress value, TimeSpan? left) => Console.Out.WriteLine(JsonSerializer.Serialize(
        new
        {
            Event = "training", value.Phase, value.Step, value.Steps, value.Losses, value.LearningRate, Seconds = time.GetElapsedTime(_begun).TotalSeconds, EtaSeconds = left?.TotalSeconds,
        },
        ResultJson.Line));
}

/// <summary>What a run leaves beside its model.</summary>
/// <param name="Output">Folder of the model.</param>
internal sealed record TrainingFiles(string Output)
{
    public string Folder => Path.Combine(Output, "training");

    public string Log => Path.Combine(Folder, "log.jsonl");

    public string Plot => Path.Combine(Folder, "losses.svg");

    public string Checkpoint => Path.Combine(Folder, "checkpoint.safetensors");

    /// <summary>Says which run is finished.</summary>
    public string Finished => Path.Combine(Folder, "finished");
}
