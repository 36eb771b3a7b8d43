using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Models;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AlignZeg.Grains.Tests.Vocabularies;

public sealed class ClassifierBuilderTests
{
    private static readonly ModelBundle Stored = new(new("tiny"), "blob:bundles/feed", FakeSegmenterFactory.Hash);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)] // one of the two is asked first
    [InlineData(1)]
    public async Task Classifier_IsComputedWhereTheModelCanBe(int silo)
    {
        await using var cluster = await StartAsync(number => number == silo);
        await VocabularyOf(cluster).GetClassifierAsync(1, Stored, Token);
        Assert.Equal(1, cluster.Segmenters.Classifiers);
    }

    [Fact]
    public async Task Model_ThatNoMachineHasRoomFor_IsUnavailable_WithTheReason()
    {
        await using var cluster = await StartAsync(_ => true);
        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => VocabularyOf(cluster).GetClassifierAsync(1, Stored, Token));
        Assert.Contains("make room there", refusal.Message, StringComparison.Ordinal);
    }

    private static IVocabularyGrain VocabularyOf(LabellingCluster cluster) => cluster.Grains.GetGrain<IVocabularyGrain>(new VocabularyKey("t", "v").ToString());

    // Two machines, of which some have no room for models.
    private static async Task<LabellingCluster> StartAsync(Func<int, bool> isFull)
    {
        string folder = Directory.CreateTempSubdirectory("alignzeg-machines-").FullName, file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", Token);
        var cluster = await LabellingCluster.StartAsync(silos: 2, configure: (number, silo) =>
            silo.Services.AddSingleton(provider => new BundleCache(provider.GetRequiredService<IBlobStore>()) { Root = isFull(number) ? file : Path.Combine(folder, $"{number}") }));
        await cluster.Blobs.WriteAsync("bundles/feed/weights", new byte[10], cancellationToken: Token);
        await VocabularyOf(cluster).PublishAsync(LabellingCluster.Vocabulary(), Token);
        return cluster;
    }
}
