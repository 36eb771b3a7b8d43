using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Results;

namespace AlignZeg.Server.Tests.Results;

public sealed class FilteredReaderTests
{
    private const int Images = 50_000;

    [Fact]
    public async Task RequestForWhatIsNowhere_LooksAtABoundedNumber_AndTheNextGoesOnBehindThem()
    {
        var logs = new LabelledOnly();
        var reader = new FilteredReader(logs, ResultFilter.None with { Status = ResultStatus.Failed }, TimeProvider.System);
        var cursor = ResultCursor.Parse(null, LabelledOnly.Layout);
        for (int requests = 1; requests <= Images / FilteredReader.MostScanned; requests++)
        {
            var page = await reader.NextAsync(cursor, 10, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            Assert.Empty(page.Lines);
            Assert.False(page.End);
            Assert.Equal(requests * FilteredReader.MostScanned, logs.Given);
        }

        Assert.True((await reader.NextAsync(cursor, 10, TimeSpan.Zero, TestContext.Current.CancellationToken)).End);
    }

    // One shard in which no image failed.
    private sealed class LabelledOnly : IResultLines
    {
        public static readonly ShardLayout Layout = new(Images, Images);
        private const string Line = """{"index":0,"image":"a.png","status":"ok","width":1,"height":1,"classes":[]}""";

        public int Given { get; private set; }

        public Task<ResultLines> NextAsync(ResultCursor cursor, int max, TimeSpan wait, CancellationToken cancellationToken)
        {
            int count = (int)Math.Min(max, Images - cursor[0]);
            Given += count;
            return Task.FromResult(count == 0 ? ResultLines.Ended : new ResultLines(0, cursor[0], [.. Enumerable.Repeat(Line, count)], End: false));
        }
    }
}
