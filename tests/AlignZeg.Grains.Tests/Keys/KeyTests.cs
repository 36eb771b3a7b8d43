using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Exports;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Vocabularies;
using Xunit;

namespace AlignZeg.Grains.Tests.Keys;

public sealed class KeyTests
{
    [Fact]
    public void Keys_AreReadBack()
    {
        Assert.Equal(new("acme", "animals"), VocabularyKey.Parse(new VocabularyKey("acme", "animals").ToString()));
        Assert.Equal(new("acme", "photos.v2"), DatasetKey.Parse(new DatasetKey("acme", "photos.v2").ToString()));
        Assert.Equal(new("acme", "job-1"), JobKey.Parse(new JobKey("acme", "job-1").ToString()));
        Assert.Equal(new(new JobKey("acme", "job"), 12), ShardKey.Parse(new ShardKey(new JobKey("acme", "job"), 12).ToString()));
        Assert.Equal(new(new("acme", "photos"), "monday"), ImportKey.Parse(new ImportKey(new("acme", "photos"), "monday").ToString()));
        Assert.Equal(new(new("acme", "job"), "monday"), ExportKey.Parse(new ExportKey(new("acme", "job"), "monday").ToString()));
        Assert.Equal(new("tiny"), ModelKey.Parse(new ModelKey("tiny").ToString()));
        Assert.Equal(new("silo 1", "cuda:0", new ModelKey("tiny")), ModelInstanceKey.Parse(new ModelInstanceKey("silo 1", "cuda:0", new ModelKey("tiny")).ToString()));
        Assert.Equal(PoolKey.Default, PoolKey.Parse(PoolKey.Default.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme")]
    [InlineData("acme/")]
    [InlineData("/animals")]
    [InlineData("acme/a/b")]
    [InlineData("acme/..")]
    [InlineData("acme/a b")]
    [InlineData("acme/ä")]
    public void WrongKeys_AreRefused(string key) => Assert.Throws<FormatException>(() => VocabularyKey.Parse(key));

    [Theory]
    [InlineData("a/b")]
    [InlineData("a/b/x")]
    [InlineData("a/b/-1")]
    public void ShardKeys_EndInANumber(string key) => Assert.Throws<FormatException>(() => ShardKey.Parse(key));
}
