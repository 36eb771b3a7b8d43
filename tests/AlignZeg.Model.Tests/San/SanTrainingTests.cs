using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.San;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.San;

/// <summary>
/// T1 of the method's acceptance tests: with one background prototype, no virtual features and no correction, the objective that `train` uses gives SAN's assignments,
/// losses, gradients and optimiser steps on the reference data, SAN's random points put in.
/// </summary>
public sealed class SanTrainingTests
{
    private const double Forward = 2e-5;

    [Theory]
    [InlineData("a", "sq")]
    [InlineData("a", "rect")]
    [InlineData("a", "pad")]
    [InlineData("l", "sq")]
    [InlineData("l", "pad")]
    public void Matching_AndMaskLosses_EqualSan_InEverySupervisedLayer(string form, string name)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanGolden.Load(form);
        var expected = san.Trained(name);
        var (images, labels) = san.Labelled(name);
        var clip = san.Network.ReadClip(san.Clip, images);
        var layers = san.Network.Extraction.Extract(images, clip);
        var supervised = san.Supervised;
        for (int i = 0; i < supervised.Count; i++)
        {
            string at = $"out{supervised[i]}";
            var embeddings = san.Clip.EmbedRegions(clip, layers[i].Bias);
            var logits = ProposalClassifier.Logits(san.Network.Classification.Adapt(embeddings), san.Text, san.Network.Classification.Prototypes, san.Clip.Temperature);
            Close(expected[$"{at}/class_logits"], logits);
            var probabilities = logits.softmax(-1).narrow(-1, 0, san.Text.size(0));
            var supervision = new SampledPoints(labels, (int)san.Text.size(0), new() { Points = san.Points }, Draw([.. san.MatchPoints(name, supervised[i]), .. san.MatchPoints(name, supervised[i])]));
            for (int b = 0; b < supervision.Present.Count; b++)
            {
                Assert.Equal(san.Inputs[$"{name}/gt_classes.{b}"].data<long>().ToArray(), supervision.Present[b].Select(c => (long)c));
                if (supervision.Present[b].Count == 0) continue;
                var (entropy, dice, total) = supervision.Costs(b, layers[i].Masks[b], probabilities[b]);
                Close(expected[$"{at}/cost_mask.{b}"], entropy);
                Close(expected[$"{at}/cost_dice.{b}"], dice);
                Close(expected[$"{at}/cost_total.{b}"], total);
            }

            var matches = supervision.Match(layers[i].Masks, probabilities);
            AssertAssignments(expected, at, supervision, matches);
            if (matches.Image.Length == 0) continue;
            supervision = new SampledPoints(labels, (int)san.Text.size(0), new() { Points = san.Points }, Draw(san.LossPoints(name, supervised[i])));
            var (points, truth) = supervision.Read(matches.GatherRows(layers[i].Masks), matches);
            Close(Sorted(expected[$"{at}/point_logits"]), Sorted(points));
            Close(Sorted(expected[$"{at}/point_labels"]), Sorted(truth));
            supervision = new SampledPoints(labels, (int)san.Text.size(0), new() { Points = san.Points }, Draw(san.LossPoints(name, supervised[i])));
            var losses = supervision.Losses(layers[i].Masks, matches);
            string suffix = i + 1 == supervised.Count ? "" : $"_{i}";
            Relative(expected[$"loss/loss_mask{suffix}"], losses.CrossEntropy, 1e-5);
            Relative(expected[$"loss/loss_dice{suffix}"], losses.Dice, 1e-5);
        }
    }

    [Theory]
    [InlineData("a", "sq")]
    [InlineData("a", "rect")]
    [InlineData("a", "pad")]
    [InlineData("l", "sq")]
    [InlineData("l", "pad")]
    public void Objective_GivesSansLossAndGradients(string form, string name)
    {
        using var scope = NewDisposeScope();
        var san = SanGolden.Load(form);
        var expected = san.Trained(name);
        var (images, labels) = san.Labelled(name);
        var losses = Objective(san, san.Draws(name)).Of(images, labels);
        Relative(expected["total_loss"], losses.Total, 1e-5);
        var parts = losses.Parts.ToDictionary(p => p.Name, p => (double)p.Value.item<float>());
        Assert.Equal(expected["loss/loss_mask"].item<float>() + expected["loss/loss_dice"].item<float>(), parts["mask"], 2e-5);
        losses.Total.backward();
        double norm = expected["grad_norm"].item<float>();
        Assert.Equal(norm, Norm(san), 1e-4 * norm);
        if (name == "rect") return; // the reference has no gradients of it
        var gradients = san.Reference($"grads_{name}");
        var ours = san.Network.named_parameters().ToDictionary(p => "network." + p.name, p => p.parameter.grad ?? throw new InvalidOperationException($"no gradient of {p.name}"));
        int compared = 0;
        foreach (var entry in SanNames.Of(san.Config, san.ClipConfig).Where(e => gradients.ContainsKey(e.Name)))
        {
            Golden.AssertClose(gradients[entry.Name], entry.Gather(ours), 2e-5 * norm);
            compared++;
        }

        Assert.Equal(gradients.Count, compared);
        Assert.Equal(san.Network.parameters().Sum(p => p.numel()), gradients.Values.Sum(g => g.numel()));
    }

    [Fact]
    public void Objective_WithoutAnyMask_GivesSansLoss()
    {
        using var scope = NewDisposeScope();
        var san = SanGolden.Load("a");
        var units = san.Reference("units").Where(u => u.Key.StartsWith("nogt/", StringComparison.Ordinal)).ToDictionary(u => u.Key[5..], u => u.Value);
        var images = san.Alone("pad", 0);
        var labels = full([1, images.size(2), images.size(3)], 255, dtype: ScalarType.Int64);
        var losses = Objective(san, []).Of(images, labels);
        Relative(units["total_loss"], losses.Total, 1e-5);
        Assert.Equal(0, units["loss/loss_mask"].item<float>());
        Assert.Equal(0, losses.Parts.Single(p => p.Name == "mask").Value.item<float>());
        losses.Total.backward();
        Assert.Equal(units["grad_norm"].item<float>(), Norm(san), 1e-4 * units["grad_norm"].item<float>());
    }

    [Fact]
    public void OptimizerSteps_EqualSan()
    {
        using var scope = NewDisposeScope();
        var san = SanGolden.Load("a");
        var (images, labels) = san.Labelled("sq");
        var options = Options(san.Points);
        var stored = san.Reference("steps_sq");
        var trained = san.Trained("sq");
        using var optimizer = ParameterGroups.Optimizer(san.Network, options);
        var objective = Objective(san, [.. san.Draws("sq"), .. san.Draws("sq", "step1/")]);
        for (int step = 1; step <= 2; step++)
        {
            optimizer.zero_grad();
            var losses = objective.Of(images, labels);
            if (step == 2) Relative(trained["step1/total_loss"], losses.Total, 1e-5);
            losses.Total.backward();
            if (step == 2) Assert.Equal(trained["step1/grad_norm"].item<float>(), Norm(san), 1e-4 * trained["step1/grad_norm"].item<float>());
            nn.utils.clip_grad_norm_(san.Network.parameters(), options.ClipNorm);
            optimizer.step();
            var ours = SanCheckpoint.Own(san.Clip, san.Network);
            var names = SanNames.Of(san.Config, san.ClipConfig).ToDictionary(n => n.Name);
            var expected = stored.Where(s => s.Key.StartsWith($"step{step}/", StringComparison.Ordinal)).ToList();
            Assert.True(expected.Count > 60, "the reference has fewer tensors than it should");
            using var none = no_grad();
            foreach (var (name, value) in expected) Golden.AssertClose(value, names[name[6..]].Gather(ours), 2e-6);
        }
    }

    // The recipe of SAN's optimizer: what decays, by its own names.
    [Fact]
    public void WeightDecay_IsSans_ForEveryParameter()
    {
        using var scope = NewDisposeScope();
        var san = SanGolden.Load("a");
        var (decaying, free) = ParameterGroups.Split(san.Network);
        var decays = decaying.Select(p => (p.Name, Decay: 1e-4)).Concat(free.Select(p => (p.Name, Decay: 0.0))).ToDictionary(p => "network." + p.Name, p => p.Decay);
        var groups = san.WeightDecays();
        foreach (var entry in SanNames.Of(san.Config, san.ClipConfig).Where(e => e.Targets.Any(t => t.StartsWith("network.", StringComparison.Ordinal))))
            Assert.All(entry.Targets, target => Assert.Equal(groups[entry.Name], decays[target]));
        Assert.Equal(san.Network.parameters().Count(), decays.Count);
    }

    private static void AssertAssignments(Dictionary<string, Tensor> expected, string at, SampledPoints supervision, Matches matches)
    {
        for (int b = 0; b < supervision.Present.Count; b++)
        {
            var mine = Enumerable.Range(0, matches.Image.Length).Where(m => matches.Image[m] == b).ToArray();
            Assert.Equal(expected[$"{at}/assign_query.{b}"].data<long>().ToArray(), mine.Select(m => matches.Proposal[m]));
            Assert.Equal(expected[$"{at}/assign_target.{b}"].data<long>().ToArray(), mine.Select(m => (long)supervision.Present[b].ToList().IndexOf((int)matches.Class[m])));
        }
    }

    internal static SegmentationObjective Objective(SanGolden san, IEnumerable<Tensor> draws) => new(san.Network, san.Clip, san.Text, Options(san.Points), Draw(draws));

    /// <summary>SAN's recipe in our options.</summary>
    internal static SegmentationTrainingOptions Options(int points) => new()
    {
        PointSampling = new() { Points = points }, SharedClassMean = true, MatchedWeight = 2, NoObjectWeight = .1, MaskWeight = 5, IgnoreAwareNoObject = false, DuplicatesMayStay = false,
        ColourShuffle = 0, VirtualWeight = 0, LearningRate = 1e-4, WeightDecay = 1e-4, DecayAll = false, ClipNorm = .01,
    };

    private static PointDraw Draw(IEnumerable<Tensor> stored)
    {
        var draws = new Queue<Tensor>(stored);
        return (rows, points) =>
        {
            var next = draws.Dequeue();
            Assert.Equal([rows, points, 2], next.shape);
            return next;
        };
    }

    internal static double Norm(SanGolden san) => Math.Sqrt(san.Network.parameters().Sum(p => p.grad?.square().sum(type: ScalarType.Float64).item<double>() ?? 0));

    internal static void Relative(Tensor expected, Tensor actual, double tolerance) =>
        Assert.Equal(expected.item<float>(), actual.item<float>(), tolerance * Math.Abs(expected.item<float>()));

    private static Tensor Sorted(Tensor values) => values.sort(1).Values;

    private static void Close(Tensor expected, Tensor actual) => Golden.AssertClose(expected, actual, Forward * Math.Max(1, expected.abs().max().item<float>()));
}
