using AlignZeg.Model.Bundles;
using AlignZeg.Model.Clip;
using AlignZeg.Model.ProposalExtraction;
using AlignZeg.Model.ProposalExtraction.SideAdapter;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.ProposalExtraction.SideAdapter;

/// <summary>The ViT encoder in both forms, on models small enough to be made in every test. That it is SAN's is held in <c>San/</c>.</summary>
public sealed class SideAdapterTests
{
    [Theory]
    [InlineData(QueryMode.Joint)]
    [InlineData(QueryMode.Refined)]
    public void Extract_GivesMasksAtTheStrideOfPatches_AndLeavesNoOtherTensor(QueryMode mode)
    {
        using var scope = NewDisposeScope();
        var (clip, network) = Make(mode);
        var image = randn(2, 3, 32, 48);
        var features = network.ReadClip(clip, image);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var layers = network.Extraction.Extract(image, features);
        Assert.Equal(2, layers.Count);
        Assert.Equal(live + 4, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(layers, l => Assert.Equal([2, 5, 4, 6], l.Masks.shape));
        Assert.All(layers, l => Assert.Equal([2, 4, 5, 6], l.Bias.shape));                                  // CLIP at half the size: 2 x 3 patches
        var last = Assert.Single(network.Extraction.Extract(image, features, lastOnly: true));
        Golden.AssertClose(layers[^1].Masks, last.Masks, 0);
        Golden.AssertClose(layers[^1].Bias, last.Bias, 0);
    }

    [Theory]
    [InlineData(QueryMode.Joint)]
    [InlineData(QueryMode.Refined)]
    public void Extract_WithPermutedQueries_GivesPermutedProposals(QueryMode mode)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (clip, network) = Make(mode);
        var image = randn(1, 3, 32, 32);
        var features = network.ReadClip(clip, image);
        var before = network.Extraction.Extract(image, features, lastOnly: true)[0];
        var order = tensor(new long[] { 3, 0, 4, 1, 2 });
        foreach (string name in new[] { "extraction.query", "extraction.query_position" })
        {
            var queries = network.state_dict()[name];
            queries.copy_(queries.index_select(1, order));
        }

        var after = network.Extraction.Extract(image, features, lastOnly: true)[0];
        Golden.AssertClose(before.Masks.index_select(1, order), after.Masks, 1e-4);
        Golden.AssertClose(before.Bias.index_select(2, order), after.Bias, 1e-4);
        Assert.True((before.Masks - after.Masks).abs().max().item<float>() > 1e-3, "the queries do not differ, so that permuting them shows nothing");
    }

    // The two forms differ in where queries meet features, and that is visible: jointly, queries change the features.
    [Theory]
    [InlineData(QueryMode.Joint, false)]
    [InlineData(QueryMode.Refined, true)]
    public void TheEncoder_SeesQueriesOnlyInTheJointForm(QueryMode mode, bool alone)
    {
        using var scope = NewDisposeScope();
        var (clip, network) = Make(mode);
        var encoder = network.named_modules().Select(m => m.module).OfType<SideEncoder>().Single();
        var lengths = new List<long>();
        foreach (var block in encoder.modules().OfType<TransformerBlock>())
        {
            block.register_forward_hook((_, x, y) =>
            {
                lengths.Add(x.size(1));
                return y;
            });
        }

        var image = randn(1, 3, 32, 32);
        network.Extraction.Extract(image, network.ReadClip(clip, image));
        Assert.Equal(Enumerable.Repeat(alone ? 16L : 21L, 3), lengths);
    }

    [Fact]
    public void OwnClipPositions_StartAsClips_AreTrained_AndLeaveTheClipAlone()
    {
        using var scope = NewDisposeScope();
        var (clip, network) = Make(QueryMode.Joint);
        var image = randn(1, 3, 32, 32);
        Golden.AssertClose(clip.Extract(network.ClipInput(image)).Tokens, network.ReadClip(clip, image).Tokens, 0);
        foreach (var parameter in clip.parameters()) parameter.requires_grad = false;
        network.ReadClip(clip, image).Tokens.square().sum().backward();
        Assert.True(network.named_parameters().Single(p => p.name == "clip_position").parameter.grad!.abs().sum().item<float>() > 0);
        using var none = no_grad();
        network.ClipPosition!.mul_(50);
        Assert.True((clip.Extract(network.ClipInput(image)).Tokens - network.ReadClip(clip, image).Tokens).abs().max().item<float>() > 1e-3);
    }

    [Theory]
    [InlineData(QueryMode.Joint, false)]
    [InlineData(QueryMode.Joint, true)]
    [InlineData(QueryMode.Refined, false)]
    [InlineData(QueryMode.Refined, true)]
    public void Objective_LowersTheLoss_WithEitherCriterion(QueryMode mode, bool points)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (clip, network) = Make(mode);
        foreach (var parameter in clip.parameters()) parameter.requires_grad = false;
        var options = new SegmentationTrainingOptions { PointSampling = points ? new() { Points = 256 } : null, VirtualWeight = 0, LearningRate = 3e-3 };
        var objective = new SegmentationObjective(network, clip, nn.functional.normalize(randn(2, 16)), options);
        using var optimizer = ParameterGroups.Optimizer(network, options);
        var image = randn(2, 3, 32, 32);
        var labels = full([2, 32, 32], 1, dtype: ScalarType.Int64);
        labels.narrow(2, 16, 16).fill_(2);
        var losses = new List<float>();
        for (int step = 0; step < 30; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            var loss = objective.Of(image, labels).Total;
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^5..].Average() < .8 * losses[..3].Average(), $"from {losses[0]} to {losses[^1]}");
    }

    [Theory]
    [InlineData("conv_joint", "query_mode is joint, but encoder is conv")]
    [InlineData("multiple", "multiple is 12")]
    [InlineData("heads", "not a multiple of its 5 heads")]
    [InlineData("clip_block", "wants CLIP's block 2; its extractor has 1")]
    [InlineData("side_block", "adds after block 4")]
    [InlineData("supervised", "it names blocks from 1 to 3, ascending")]
    [InlineData("scale", "clip_scale is 0")]
    public void WhatMakesNoSense_IsRefusedInASentence(string what, string sentence)
    {
        var good = Config(QueryMode.Joint);
        var bad = what switch
        {
            "conv_joint" => good with { Encoder = ImageEncoder.Conv },
            "multiple" => good with { Multiple = 12 },
            "heads" => good with { SideAdapter = TinyModels.Side with { Heads = 5 } },
            "clip_block" => good with { SideAdapter = TinyModels.Side with { Fusion = [new(2, 0)] } },
            "side_block" => good with { SideAdapter = TinyModels.Side with { Fusion = [new(0, 4)] } },
            "supervised" => good with { SideAdapter = TinyModels.Side with { SupervisedBlocks = [3, 2] } },
            _ => good with { ClipScale = 0 },
        };
        var refusal = Assert.Throws<ModelBundleException>(() => new AlignZegNetwork(bad, TinyModels.Clip));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    private static AlignZegConfig Config(QueryMode mode) => TinyModels.Network with
    {
        Encoder = ImageEncoder.Vit, QueryMode = mode, SideAdapter = TinyModels.Side, Padding = true, ClipScale = .5, OwnClipPositions = true, Multiple = 16,
    };

    private static (ClipModel Clip, AlignZegNetwork Network) Make(QueryMode mode)
    {
        var clip = new ClipModel(TinyModels.Clip);
        var network = new AlignZegNetwork(Config(mode), TinyModels.Clip);
        network.StartFrom(clip);
        using var none = no_grad();
        foreach (string name in new[] { "extraction.query", "extraction.query_position" }) network.state_dict()[name].mul_(50); // as far apart as training makes them
        return (clip, network);
    }
}
