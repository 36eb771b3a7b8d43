using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Reports;

/// <summary>Chooses what a page shows of a job of any size: the first images, the worst ones, and failures; memory is bounded by these numbers.</summary>
internal sealed class ReportSample
{
    private const int First = 200, Worst = 40, MostFailures = 500;
    private readonly List<ImageRecord> _first = [], _failures = [];
    private readonly PriorityQueue<ImageRecord, double> _worst = new(Comparer<double>.Create((a, b) => b.CompareTo(a))); // best of the worst on top
    private long _done, _failed;

    public void Add(ImageRecord record)
    {
        if (!record.IsOk)
        {
            if (_failed++ < MostFailures) _failures.Add(record);
            return;
        }
        if (_done++ < First)
        {
            _first.Add(record);
            return;
        }
        if (record.Miou is not { } score) return;
        _worst.Enqueue(record, score);
        if (_worst.Count > Worst) _worst.Dequeue();
    }

    /// <summary>The images to show, in order of input.</summary>
    public IReadOnlyList<ImageRecord> Images => [.. _first.Concat(_worst.UnorderedItems.Select(item => item.Element)).OrderBy(record => record.Index)];

    public IReadOnlyList<ImageRecord> Failures => _failures;

    /// <summary>What is left out, for a person; null if nothing is.</summary>
    public string? Note => _done <= First ? null
        : $"A sample of {_done:N0} labelled images: the first {First:N0}{(_worst.Count > 0 ? $" and the {_worst.Count:N0} with the lowest IoU of the others" : "")}. All are in results.jsonl.";

    public string FailuresNote => _failed <= MostFailures
        ? $"{_failed:N0} of {_done + _failed:N0} images could not be labelled; the others are not affected. They are listed in failures.jsonl; --retry-failed computes them again."
        : $"{_failed:N0} of {_done + _failed:N0} images could not be labelled; the first {MostFailures:N0} are listed, all are in failures.jsonl; --retry-failed computes them again.";
}
