using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Tests.Spools;

public sealed class SpooledSetTests
{
    /// <summary>More than are kept in memory, and more than the first table takes: each is new once, whatever came between.</summary>
    [Fact]
    public void Add_KnowsWhatCameBefore_HoweverMany()
    {
        using var set = new SpooledSet();
        var random = new Random(5);
        var expected = new HashSet<string>();
        for (int i = 0; i < 150_000; i++)
        {
            string text = $"photos/{random.Next(100_000):D6}.jpg";
            Assert.Equal(expected.Add(text), set.Add(text));
        }

        Assert.True(expected.Count > 1 << 16, "The table did not grow.");
        Assert.All(expected.Take(5_000), text => Assert.True(set.Contains(text)));
        Assert.All(Enumerable.Range(0, 5_000), i => Assert.False(set.Contains($"other/{i}")));
    }

    [Fact]
    public void Contains_IsFalse_OfWhatWasOnlyAskedFor()
    {
        using var set = new SpooledSet();
        Assert.False(set.Contains("a"));
        Assert.True(set.Add("a"));
        Assert.False(set.Add("a"));
        Assert.True(set.Contains("a"));
        Assert.False(set.Contains("A"));
    }

    /// <summary>The grain that checks a manifest compares as <see cref="StringComparer.OrdinalIgnoreCase"/> does; stems that differ here and not there would be refused.</summary>
    [Fact]
    public void IgnoringCase_IsThatOfOrdinalComparison()
    {
        using var set = new SpooledSet(ignoreCase: true);
        var expected = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int letter = 0; letter < 0x1F000; letter++)
        {
            if (letter is >= 0xD800 and < 0xE000) continue;
            string text = char.ConvertFromUtf32(letter);
            Assert.Equal((letter, expected.Add(text)), (letter, set.Add(text)));
        }
    }

    [Fact]
    public void FolderThatCannotBeMade_IsOneSentence()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["file"], "");
        using var set = new SpooledSet(scratch["file"]);
        var failure = Assert.Throws<SpoolException>(() =>
        {
            for (int i = 0; i < 20_000; i++) set.Add($"{i}");
        });
        Assert.Contains($"'{scratch["file"]}', where lists of images are kept for a moment, cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsFull);
    }
}
