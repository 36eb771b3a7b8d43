using System.Text;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Tests.Spools;

public sealed class SpooledRecordsTests
{
    /// <summary>A few stay in memory; many are several runs, of records of all sizes, some larger than a page of a run.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(40_000)]
    public void Read_IsInTheOrderOfNames_AndOfArrival(int count)
    {
        using var records = new SpooledRecords();
        var random = new Random(count);
        var expected = new List<(string Name, string Content)>();
        for (int i = 0; i < count; i++)
        {
            string name = NameOf(random), content = $"{i} {new string('x', i % 997 == 0 ? 40_000 : random.Next(200))}";
            expected.Add((name, content));
            records.Add(name, Encoding.UTF8.GetBytes(content));
        }

        expected = [.. expected.OrderBy(one => one.Name, StringComparer.Ordinal)];
        Assert.Equal(expected, Told(records));
        Assert.Equal(expected, Told(records)); // again
        records.Add("\uD800 half a pair", []);
        Assert.Equal("\uD800 half a pair", Assert.Single(records.Read(), record => record.Content.Length == 0).Name);
    }

    [Fact]
    public void Nothing_IsNothing()
    {
        using var records = new SpooledRecords();
        Assert.Empty(records.Read());
    }

    private static IEnumerable<(string Name, string Content)> Told(SpooledRecords records) => records.Read().Select(record => (record.Name, Encoding.UTF8.GetString(record.Content)));

    // Letters beyond the first plane come before some of the first in UTF-16, behind them in UTF-8.
    private static string NameOf(Random random) => $"{(random.Next(3) == 0 ? "\uFF21" : random.Next(2) == 0 ? "\U0001F40E" : "a")}/{random.Next(9_000)}";
}
