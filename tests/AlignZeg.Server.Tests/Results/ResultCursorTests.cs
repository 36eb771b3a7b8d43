using AlignZeg.Server.Problems;
using AlignZeg.Server.Results;

namespace AlignZeg.Server.Tests.Results;

public sealed class ResultCursorTests
{
    private static readonly ShardLayout Layout = new(95, 10);

    [Fact]
    public void Cursor_SurvivesItsText_WhateverWasRead()
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            var cursor = ResultCursor.Parse(null, Layout);
            foreach (int shard in Enumerable.Range(0, Layout.Count).OrderBy(_ => random.Next()).Take(random.Next(11)))
                cursor.Advance(shard, random.Next(3) == 0 ? Layout.ImagesOf(shard) : random.Next(1, Layout.ImagesOf(shard) + 3)); // later tries make a log longer
            var read = ResultCursor.Parse(cursor.ToString(), Layout);
            Assert.Equal(Enumerable.Range(0, Layout.Count).Select(shard => cursor[shard]), Enumerable.Range(0, Layout.Count).Select(shard => read[shard]));
            Assert.Equal(cursor.Unfinished(), read.Unfinished());
            Assert.Equal(cursor.IsWhole, read.IsWhole);
        }
    }

    [Fact]
    public void Cursor_IsSmall_ForAThousandShards()
    {
        var layout = new ShardLayout(1_000_000, 1_000);
        var cursor = ResultCursor.Parse(null, layout);
        for (int shard = 0; shard < 900; shard++) cursor.Advance(shard, 1_000);
        for (int shard = 900; shard < 908; shard++) cursor.Advance(shard, 500);
        Assert.InRange(cursor.ToString().Length, 1, 50);
        for (int shard = 0; shard < 1_000; shard++) cursor.Advance(shard, 999); // the worst: every shard half read
        Assert.InRange(ResultCursor.Parse(null, layout).ToString().Length, 1, 10);
        Assert.InRange(cursor.ToString().Length, 1, 6_000);
    }

    [Theory]
    [InlineData("!")]
    [InlineData("AA")]
    [InlineData("AQs")] // eleven whole shards of ten
    [InlineData("AQAA")]
    [InlineData("AQD_____fw")]
    public void TextThatIsNoCursor_IsRefused(string text) => Assert.Throws<ProblemException>(() => ResultCursor.Parse(text, Layout));
}
