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
        var order = tensor(new long[] { 3, 0, 4, 1, 2 });
        foreach (string name in new[] { "extraction.query", "extraction.query_position" })
        {
            var queries = bundle.Network.state_dict()[name];
            queries.copy_(queries.index_select(1, order));
        }

        var after = bundle.Network.Extraction.Extract(image, features, lastOnly: true)[0];
        Golden.AssertClose(before.Masks.index_select(1, order), after.Masks, 1e-4);
        Golden.AssertClose(before.Bias.index_select(2, order), after.Bias, 1e-4);
    }

    [Fact]
    public void Extract_WithoutMutualRefinement_HasNoAnsweringAttention()
    {
        var oneWay = new AlignZegNetwork(TinyModels.Network with { Mutual = false }, TinyModels.Clip);
        var mutual = new AlignZegNetwork(TinyModels.Network, TinyModels.Clip);
        Assert.DoesNotContain(oneWay.state_dict().Keys, k => k.Contains("answer", StringComparison.Ordinal));
        Assert.Contains(mutual.state_dict().Keys, k => k.Contains("answer", StringComparison.Ordinal));
    }
}
