using System.Runtime.CompilerServices;
using AlignZeg.Datasets.Splits;

namespace AlignZeg.Datasets.Tests.Splits;

public sealed class StreamedDiffTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Diff_IsThatOfTheWholeVersions_WhateverHappened()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var (before, after) = (Version(new(seed)), Version(new(seed + 1000)));
            var (whole, streamed) = (DatasetDiff.Of(before, after), await StreamedDiff.OfAsync(Of(before), Of(after), Token));
            Assert.Equal((whole.Added.Count, whole.Removed.Count, whole.Changed.Count, whole.Moved.Count, whole.Same), (streamed.Added, streamed.Removed, streamed.Changed, streamed.Moved, streamed.Same));
            Assert.Equal(whole.Added, await streamed.AddedAsync(Token).ToListAsync(Token));
            Assert.Equal(whole.Removed, await streamed.RemovedAsync(Token).ToListAsync(Token));
            Assert.Equal(whole.Changed, await streamed.ChangedAsync(Token).ToListAsync(Token));
            Assert.Equal(whole.Moved, await streamed.MovedAsync(Token).ToListAsync(Token));
        }
    }

    [Fact]
    public async Task ManyMovedImages_AreNamedBlockByBlock_InLittleMemory()
    {
        const int Images = 120_000; // more than two blocks
        var diff = await StreamedDiff.OfAsync((first, token) => Numbered("a", first, Images, token), (first, token) => Numbered("b", first, Images, token), Token);
        Assert.Equal((0, 0, 0, Images), (diff.Added, diff.Removed, diff.Changed, diff.Moved));
        int at = 0;
        await foreach (var moved in diff.MovedAsync(Token))
        {
            Assert.Equal(new($"a/{at:D7}.jpg", $"b/{Images - 1 - at:D7}.jpg"), moved);
            at++;
        }

        Assert.Equal(Images, at);
    }

    private static Dictionary<string, string> Version(Random random) =>
        Enumerable.Range(0, random.Next(0, 40)).Select(_ => $"{random.Next(3)}/{random.Next(20)}").Distinct().ToDictionary(name => name, _ => $"{random.Next(12)}");

    private static NamedContents Of(Dictionary<string, string> version) => (first, token) => Each(version.OrderBy(one => one.Key, StringComparer.Ordinal).Skip(first).Select(one => new NamedContent(one.Key, UInt128.Parse(one.Value))), token);

    // The contents of b are those of a the other way round, so that every block is spread over the other version.
    private static IAsyncEnumerable<NamedContent> Numbered(string folder, int first, int count, CancellationToken cancellationToken) =>
        Each(Enumerable.Range(first, count - first).Select(i => new NamedContent($"{folder}/{i:D7}.jpg", (UInt128)(folder == "a" ? i : count - 1 - i))), cancellationToken);

    private static async IAsyncEnumerable<NamedContent> Each(IEnumerable<NamedContent> images, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return image;
        }
    }
}
