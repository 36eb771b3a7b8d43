using System.Diagnostics;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>Reads the results of a <see cref="SmallJob"/> with one cursor, whoever answers.</summary>
/// <param name="tenant">Whose it is.</param> <param name="images">Of the job.</param>
internal sealed class ResultConsumer(ApiCaller tenant, int images)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private string? _cursor;
    private bool _end;

    public List<int> Indexes { get; } = [];

    /// <summary>Where the next results are.</summary>
    public ApiCaller Tenant { get; set; } = tenant;

    /// <summary>Reads on until there are so many results, and the job is in the middle of its work.</summary>
    public async Task ReachAsync(int count)
    {
        await ReadAsync(() => Indexes.Count >= count);
        Assert.False(_end, "the job ended too soon");
    }

    /// <summary>Reads on to the end: every result was there, once.</summary>
    public async Task FinishAsync()
    {
        await ReadAsync(() => _end);
        Assert.Equal(Enumerable.Range(0, images), Indexes.Order());
    }

    private async Task ReadAsync(Func<bool> isEnough)
    {
        for (var watch = Stopwatch.StartNew(); !isEnough();)
        {
            Assert.True(watch.Elapsed < Patience, $"only {Indexes.Count} of {images} results came");
            (_cursor, _end) = await Tenant.ReadResultsAsync(SmallJob.Name, _cursor, Indexes);
        }
    }
}
