namespace AlignZeg.Model.Tests.ProposalExtraction;

public sealed class ProposalExtractorTests
{
    [Fact]
    public void Extract_GivesMasksAtHalfResolution_AndABiasPerHeadAndPatch()
    {
        using var scope = NewDisposeScope();
        using var bundle = TinyModels.Bundle();
        var image = randn(2, 3, 32, 48);
        var layers = bundle.Network.Extraction.Extract(image, bundle.Clip.Extract(image));
        Assert.Equal(2, layers.Count);
        Assert.All(layers, l => Assert.Equal([2, 5, 16, 24], l.Masks.shape));
        Assert.All(layers, l => Assert.Equal([2, 4, 5, 24], l.Bias.shape));
    }

    [Fact]
    public void Extract_OfTheLastLayerOnly_IsTheLastOfAll()
    {
        using var scope = NewDisposeScope();
        using var bundle = TinyModels.Bundle();
        var image = randn(1, 3, 32, 32);
        var features = bundle.Clip.Extract(image);
        var all = bundle.Network.Extraction.Extract(image, features);
        var last = Assert.Single(bundle.Network.Extraction.Extract(image, features, lastOnly: true));
        Golden.AssertClose(all[^1].Masks, last.Masks, 0);
        Golden.AssertClose(all[^1].Bias, last.Bias, 0);
    }

    // Queries have no order of their own (method, T3).
    [Fact]
    public void Extract_WithPermutedQueries_GivesPermutedProposals()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var bundle = TinyModels.Bundle();
        var image = randn(1, 3, 32, 32);
        var features = bundle.Clip.Extract(image);
        var before = bundle.Network.Extraction.Extract(image, features, lastOnly: true)[0];
        var embeddings = bundle.Clip.EmbedRegions(features, before.Bias);
        var order = tensor(new long[] { 3, 0, 4, 1, 2 });
        foreach (string name in new[] { "extraction.query", "extraction.query_position" })
        {
            var queries = bundle.Network.state_dict()[name];
            queries.copy_(queries.index_select(1, order));
        }

        var after = bundle.Network.Extraction.Extract(image, features, lastOnly: true)[0];
        Golden.AssertClose(before.Masks.index_select(1, order), after.Masks, 1e-4);
        Golden.AssertClose(before.Bias.index_select(2, order), after.Bias, 1e-4);
        Golden.AssertClose(embeddings.index_select(1, order), bundle.Clip.EmbedRegions(features, after.Bias), 1e-4);
    }

    [Fact]
    public void Extract_WithoutMutualRefinement_HasNoAnsweringAttention()
    {
        var oneWay = new AlignZegNetwork(TinyModels.Network with { Mutual = false }, TinyModels.Clip);
        var mutual = new AlignZegNetwork(TinyModels.Network, TinyModels.Clip);
        Assert.DoesNotContain(oneWay.state_dict().Keys, k => k.Contains("answer", StringComparison.Ordinal));
        Assert.Contains(mutual.state_dict().Keys, k => k.Contains("answer", StringComparison.Ordinal));
    }

    // TinyModels' CLIP has one extractor block: depths 0 and 1, or from the end -2 and -1.
    [Theory]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { 0 }, 1)]
    [InlineData(new[] { 0, 1, -1 }, 3)]
    public void Extract_FusesTheDepthsOfTheConfiguration(int[] depths, int expected)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        manual_seed(1);
        using var clip = new Model.Clip.ClipModel(TinyModels.Clip);
        using var network = new AlignZegNetwork(TinyModels.Network with { FusionLayers = depths }, TinyModels.Clip);
        Assert.Equal(expected, network.state_dict().Keys.Count(k => k.Contains("fusion", StringComparison.Ordinal) && k.EndsWith("project.weight", StringComparison.Ordinal)));
        var image = randn(1, 3, 32, 32);
        var (here, elsewhere) = (clip.Extract(image), clip.Extract(randn(1, 3, 32, 32)));
        bool reads = !network.Extraction.Extract(image, here)[^1].Masks.allclose(network.Extraction.Extract(image, elsewhere)[^1].Masks);
        Assert.Equal(expected > 0, reads);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void Extract_SupervisesTheLastLayers_WithSharedHeads(int supervised, int expected)
    {
        using var scope = NewDisposeScope();
        using var clip = new Model.Clip.ClipModel(TinyModels.Clip);
        var config = TinyModels.Network with { RefinementBlocks = 3 };
        var (all, some) = (Network(config), Network(config with { SupervisedLayers = supervised }));
        Assert.Equal(all.parameters().Sum(p => p.numel()), some.parameters().Sum(p => p.numel()));
        manual_seed(2);
        var image = randn(1, 3, 32, 32);
        var (full, last) = (all.Extraction.Extract(image, clip.Extract(image)), some.Extraction.Extract(image, clip.Extract(image)));
        Assert.Equal(expected, last.Count);
        for (int i = 0; i < expected; i++) Golden.AssertClose(full[3 - expected + i].Masks, last[i].Masks, 0);
        Assert.Single(some.Extraction.Extract(image, clip.Extract(image), lastOnly: true));
    }

    [Fact]
    public void Extract_WithMutualRefinement_MakesFeaturesReadQueries()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        manual_seed(3);
        foreach (bool mutual in new[] { true, false })
        {
            var block = new AlignZeg.Model.ProposalExtraction.RefinementBlock(TinyModels.Network with { Mutual = mutual });
            var (z, pq, pz) = (randn(1, 9, 16), randn(1, 5, 16), randn(1, 9, 16));
            var (_, one) = block.Refine(randn(1, 5, 16), z, pq, pz);
            var (_, other) = block.Refine(randn(1, 5, 16), z, pq, pz);
            Assert.Equal(!mutual, one.allclose(other));
        }
    }

    [Fact]
    public void Configuration_OutOfRange_NamesTheField()
    {
        void Refused(AlignZegConfig config, string field) => Assert.Contains(field, Assert.ThrowsAny<Exception>(() => new AlignZegNetwork(config, TinyModels.Clip)).Message, StringComparison.Ordinal);
        Refused(TinyModels.Network with { FusionLayers = [2] }, nameof(AlignZegConfig.FusionLayers));
        Refused(TinyModels.Network with { FusionLayers = [-3] }, nameof(AlignZegConfig.FusionLayers));
        Refused(TinyModels.Network with { SupervisedLayers = 3 }, nameof(AlignZegConfig.SupervisedLayers));
        Refused(TinyModels.Network with { RefinementBlocks = 0 }, nameof(AlignZegConfig.RefinementBlocks));
    }

    private static AlignZegNetwork Network(AlignZegConfig config)
    {
        manual_seed(1);
        return new(config, TinyModels.Clip);
    }
}
