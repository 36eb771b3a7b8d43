using AlignZeg.Datasets.Rle;

namespace AlignZeg.Datasets.Tests.Rle;

public sealed class RleTextTests
{
    [Theory]
    [InlineData("P", "ends inside a run")]
    [InlineData("1\u00e9", "character at 1")]
    [InlineData("1 2", "character at 1")]
    [InlineData("O", "run of -1")]
    [InlineData("oooooooooooooooooooo1", "more than 64 bits")]
    public void DamagedText_IsOneSentence(string text, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<RleException>(() => RleText.Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new long[] { 3 })]
    [InlineData(new long[] { 5 })]
    [InlineData(new long[] { 2, -1, 3 })]
    [InlineData(new long[] { long.MaxValue, long.MaxValue, 6 })]
    public void RunsThatDoNotFill_AreRefused(long[] counts) =>
        Assert.Contains("2x2", Assert.Throws<RleException>(() => new RleMask(counts, 2, 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void LargeMasks_DoNotOverflow()
    {
        var mask = new RleMask([70_000L * 70_000 - 2, 2], 70_000, 70_000);
        Assert.Equal(2, mask.Area);
        Assert.Equal(new RleBox(69_999, 69_998, 1, 2), mask.Bounds);
        Assert.Equal(mask.Counts, RleText.Read(RleText.Write(mask.Counts)));
    }

    [Fact]
    public void RandomText_IsReadOrRefused_NeverWorse()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(40, 120)));
            try
            {
                Assert.All(RleText.Read(text), run => Assert.True(run >= 0));
            }
            catch (RleException failure)
            {
                Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
            }
        }
    }
}
