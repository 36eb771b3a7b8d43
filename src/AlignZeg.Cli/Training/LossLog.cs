using System.Text.Json;
using AlignZeg.Cli.Results;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Training;

/// <summary>The losses of a run as JSON lines. A run that goes on drops the lines of steps that it does again.</summary>
internal sealed class LossLog(string path, bool resume)
{
    private List<LossLine>? _lines;

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<LossLine> Lines => _lines ?? [];

    /// <summary>Called for every step; steps with losses become a line.</summary>
    public void Add(TrainingProgress progress, double seconds)
    {
        if (_lines is null) Open(progress);
        if (progress.Losses.Count == 0) return;
        var line = new LossLine(progress.Phase, progress.Step, progress.Steps, progress.LearningRate, progress.Losses, Math.Round(seconds, 1));
        _lines!.Add(line);
        File.AppendAllText(path, Text(line));
    }

    private void Open(TrainingProgress first)
    {
        _lines = resume && File.Exists(path) ? [.. File.ReadLines(path).Select(Parse).OfType<LossLine>().TakeWhile(line => line.Phase != first.Phase || line.Step < first.Step)] : [];
        File.WriteAllText(path, string.Concat(_lines.Select(Text)));
    }

    private static string Text(LossLine line) => JsonSerializer.Serialize(line, ResultJson.Line) + "\n";

    /// <summary>Null for a line that a killed process left half.</summary>
    private static LossLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LossLine>(line, ResultJson.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The means of the losses since the line before.</summary>
internal sealed record LossLine(string Phase, int Step, int Steps, double LearningRate, IReadOnlyDictionary<string, double> Losses, double Seconds);
