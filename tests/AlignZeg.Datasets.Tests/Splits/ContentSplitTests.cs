using System.Security.Cryptography;
using System.Text;
using AlignZeg.Datasets.Splits;

namespace AlignZeg.Datasets.Tests.Splits;

public sealed class ContentSplitTests
{
    private static readonly SplitPart[] Parts = [new("train", 80), new("val", 10), new("test", 10)];

    [Fact]
    public void Parts_ComeOutNearTheirShares_AndSeedsDiffer()
    {
        var (one, other) = (new ContentSplit(Parts, 0), new ContentSplit(Parts, 1));
        var counts = new int[3];
        var same = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var hash = Hash(i);
            counts[one.PartOf(hash)]++;
            if (one.PartOf(hash) == other.PartOf(hash)) same++;
        }

        Assert.InRange(counts[0], 15_800, 16_200);        // 3.5 standard deviations
        Assert.InRange(counts[1], 1_850, 2_150);
        Assert.InRange(counts[2], 1_850, 2_150);
        Assert.InRange(same, 12_900, 13_500);             // 0.8² + 2·0.1² of all
    }

    [Fact]
    public void TheRule_IsTheOneWrittenDown()
    {
        // By hand: SHA-256 over eight bytes of the seed and the hash; its first eight bytes as a fraction.
        Assert.All(Enumerable.Range(0, 100).Select(Hash), hash =>
        {
            byte[] dealt = [5, 0, 0, 0, 0, 0, 0, 0, .. hash];
            var fraction = Convert.ToUInt64(Convert.ToHexString(SHA256.HashData(dealt))[..16], 16) / Math.Pow(2, 64);
            Assert.Equal(fraction < .8 ? 0 : fraction < .9 ? 1 : 2, new ContentSplit(Parts, 5).PartOf(hash));
            Assert.Equal(fraction < .25 ? 0 : 1, new ContentSplit([new("a", 1), new("b", 3)], 5).PartOf(hash));
        });
    }

    [Fact]
    public void OtherShares_MoveOnlyWhatIsBetweenTheBorders()
    {
        var (before, after) = (new ContentSplit([new("train", 8), new("val", 2)], 3), new ContentSplit([new("train", 7), new("val", 3)], 3));
        var moved = Enumerable.Range(0, 5000).Select(Hash).Select(hash => (Before: before.PartOf(hash), After: after.PartOf(hash))).Where(one => one.Before != one.After).ToList();
        Assert.InRange(moved.Count, 430, 570);
        Assert.All(moved, one => Assert.Equal((0, 1), one));
    }

    [Fact]
    public void Parts_AreRead_AsPeopleWriteThem()
    {
        Assert.Equal(Parts, SplitParts.Parse("train=80, val=10,test=10"));
        Assert.Equal([new("train", .9), new("val", .1)], SplitParts.Parse("0.9,0.1"));
        foreach (var text in new[] { "", "a", "train=0", "train=-1", "train=1e400", "train=NaN", "train=1,train=2", "1,2,3,4", "../x=1", "=1" })
            Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => SplitParts.Parse(text)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ContentSplit([], 0));
    }

    [Fact]
    public void Diff_TellsWhatBecameOfEachImage()
    {
        var before = new Dictionary<string, string> { ["same"] = "1", ["changed"] = "2", ["old/a"] = "3", ["gone"] = "4", ["twin a"] = "5", ["twin b"] = "5", ["pair 1"] = "7", ["pair 2"] = "7" };
        var after = new Dictionary<string, string> { ["same"] = "1", ["changed"] = "2'", ["new/a"] = "3", ["new"] = "6", ["twin"] = "5", ["copy of same"] = "1", ["pair x"] = "7", ["pair y"] = "7" };
        var diff = DatasetDiff.Of(before, after);
        Assert.Equal(["copy of same", "new"], diff.Added);
        Assert.Equal(["gone", "twin b"], diff.Removed);
        Assert.Equal(["changed"], diff.Changed);
        Assert.Equal([new("old/a", "new/a"), new("pair 1", "pair x"), new("pair 2", "pair y"), new("twin a", "twin")], diff.Moved);
        Assert.Equal((1, false), (diff.Same, diff.IsEmpty));
        Assert.True(DatasetDiff.Of(before, before).IsEmpty);
    }

    private static byte[] Hash(int i) => SHA256.HashData(Encoding.UTF8.GetBytes($"image {i}"));
}
