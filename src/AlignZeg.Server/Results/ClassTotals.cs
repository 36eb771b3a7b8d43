using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Access;

namespace AlignZeg.Server.Results;

/// <summary>What the results of a job add up to per class; kept for the jobs that were looked at last.</summary>
internal sealed class ClassTotals(TimeProvider time)
{
    private const int MostJobs = 64;
    private readonly JobReadings<ClassSums> _sums = new(() => new(), (sums, record) => sums.Add(record), MostJobs, time);

    /// <summary>The totals; while the job runs, of the results there are.</summary>
    /// <exception cref="Abstractions.Jobs.JobNotFoundException">There is no such job.</exception>
    public Task<ClassTotalsView> ReadAsync(TenantScope tenant, string job, CancellationToken cancellationToken) => _sums.LookAsync(tenant, job, sums => sums.View(), cancellationToken);
}

/// <summary>Sums over results. Not thread-safe.</summary>
internal sealed class ClassSums
{
    private readonly SortedDictionary<int, ClassTotal> _classes = [];
    private long _images, _pixels;

    /// <summary>Takes a result in; a failed one has no pixels, and does not count.</summary>
    public void Add(ResultRecord record)
    {
        if (record.Status != ResultStatus.Ok) return;
        _images++;
        _pixels += (long)(record.Width ?? 0) * (record.Height ?? 0);
        foreach (var one in record.Classes) _classes[one.Id] = _classes.TryGetValue(one.Id, out var known) ? known.With(one) : new(one.Id, one.Name, 1, one.Pixels, one.Score);
    }

    /// <summary>What they are now.</summary>
    public ClassTotalsView View() => new(_images, _pixels, [.. _classes.Values]);
}

/// <summary>What the results of a job add up to.</summary>
/// <param name="Images">Labelled.</param>
/// <param name="Pixels">Of these images, with a class or without.</param>
/// <param name="Classes">By id; those that have pixels.</param>
internal sealed record ClassTotalsView(long Images, long Pixels, IReadOnlyList<ClassTotal> Classes);

/// <summary>A class over all results of a job.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Name">As results have it.</param>
/// <param name="Images">In which it has pixels.</param>
/// <param name="Pixels">In all of them.</param>
/// <param name="Score">Mean confidence over these pixels, 0 to 1.</param>
internal sealed record ClassTotal(int Id, string Name, long Images, long Pixels, double Score)
{
    /// <summary>With the pixels of another image.</summary>
    public ClassTotal With(ResultClass one) => this with
    {
        Images = Images + 1, Pixels = Pixels + one.Pixels, Score = Pixels + one.Pixels == 0 ? Score : (Score * Pixels + one.Score * one.Pixels) / (Pixels + one.Pixels),
    };
}
