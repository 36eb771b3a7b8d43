using AlignZeg.Model;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>A row of the table of the full network. Names that the region table has too mean the same thing there.</summary>
/// <param name="Name">For people and machines.</param> <param name="Network">What is made.</param> <param name="Losses">What is trained; steps, batch and seed come from the plan.</param>
/// <param name="Oracle">Whether masks of all classes are trained on.</param> <param name="InClaim">Whether the claim is about it: these are trained first.</param>
/// <param name="StopsEarly">Whether classification ends when held-out seen classes say so: a control, since a gap that grows with training is small where training ends soon.</param>
/// <param name="OwnMasks">Whether no row of claim, parts and fusion has its masks.</param>
internal sealed record NetworkRow(string Name, AlignZegConfig Network, SegmentationTrainingOptions Losses, bool Oracle = false, bool InClaim = false, bool StopsEarly = false, bool OwnMasks = false)
{
    // One-way queries on the encoder's own features, an adapter, one background prototype, cross-entropy of matched proposals, in two stages, so that rows with equal masks differ in classification alone.
    // Colour shuffling and duplicates that may stay are every row's.
    private static readonly AlignZegConfig Plain = new() { Mutual = false, FusionLayers = [], Adapter = AdapterForm.Mlp, LearnedBias = false };
    private static readonly SegmentationTrainingOptions Matched = new() { VirtualWeight = 0, IgnoreAwareNoObject = false, Expansion = new() { Form = ExpansionForm.Off }, Staged = new() };

    /// <summary>All rows, in the order of the table.</summary>
    public static IReadOnlyList<NetworkRow> All { get; } =
    [
        new(RegionRow.Base, Plain, Matched, InClaim: true),
        new(RegionRow.Stopped, Plain, Matched, InClaim: true, StopsEarly: true),
        new("textures shuffled", Plain, Matched with { TextureShuffle = .7 }, OwnMasks: true),
        new("MRPE", Early(Plain), Shuffled(Matched)),
        new("MRPE, SAN's fusion", Refined(Plain), Matched),
        new("MRPE, SAN's fusion, shuffled", Refined(Plain), Shuffled(Matched), OwnMasks: true),
        new("MRPE, SAN's fusion, surfaces shuffled too", Refined(Plain), Shuffled(Matched) with { TextureShuffle = .7 }, OwnMasks: true),
        new("MRPE, first depth, true colours", Early(Plain), Matched, OwnMasks: true),
        new("MRPE, SAN's fusion alone", Fused(Plain), Matched, OwnMasks: true),
        new("MRPE, refinement alone", Mutual(Plain), Matched, OwnMasks: true),
        new("ignore-aware", Plain, IgnoreAware(Matched), InClaim: true),
        new("linear adapter", Linear(Plain), Matched),
        new("linear adapter, stopped early", Linear(Plain), Matched, StopsEarly: true),
        new(RegionRow.Soft, Plain, Soft(Matched)),
        new("BDS, K = 4", Plain with { BackgroundPrototypes = 4 }, Backgrounds(Matched)),
        new("PBC", Indicated(Plain), Indicated(Matched)),
        new(RegionRow.IgnoreAwareSoft, Plain, Soft(IgnoreAware(Matched)), InClaim: true),
        new(RegionRow.LinearIgnoreAwareSoft, Linear(Plain), Soft(IgnoreAware(Matched)), InClaim: true),
        new("linear + ignore-aware + FES soft, weight 0.25", Linear(Plain), Soft(IgnoreAware(Matched), weight: .25)),
        new("all together, masks of the base", Together(Plain), Together(Matched), InClaim: true),
        new("all together, masks of the base, stopped early", Together(Plain), Together(Matched), InClaim: true, StopsEarly: true),
        new("all together, without fusion", Together(Mutual(Plain)), Together(Matched), OwnMasks: true),
        new("all together, SAN's fusion", Together(Refined(Plain)), Together(Matched)),
        new("all together, SAN's fusion, stopped early", Together(Refined(Plain)), Together(Matched), StopsEarly: true),
        new(RegionRow.Full, Together(Early(Plain)), Together(Shuffled(Matched)), InClaim: true),
        new("all together, stopped early", Together(Early(Plain)), Together(Shuffled(Matched)), InClaim: true, StopsEarly: true),
        new(RegionRow.Upper, Plain, Matched, Oracle: true, InClaim: true),
        new("base, trained in one stage", Joint(Plain), Joint(Matched)),
        new("all together, trained in one stage", Joint(Together(Early(Plain))), Joint(Together(Shuffled(Matched)))),
    ];

    private NetworkRows Turn => InClaim ? NetworkRows.Claim : Losses.Staged is null ? NetworkRows.OneStage : OwnMasks ? NetworkRows.OwnMasks : Network.FusionLayers.Count > 1 ? NetworkRows.Fusion : NetworkRows.Parts;

    /// <summary>The rows of a plan in the order in which they are trained: whoever stops early has those of the claim, then the parts alone, then SAN's fusion, then other masks, then one stage.</summary>
    public static IEnumerable<NetworkRow[]> InTurn(NetworkPlan plan) =>
        All.GroupBy(row => row.Turn).Where(rows => rows.Key <= plan.Rows).OrderBy(rows => rows.Key).Select(rows => rows.ToArray());

    /// <summary>This row with another number of steps of classification. It has two stages.</summary>
    public NetworkRow After(int steps) => this with { Losses = Losses with { Staged = Losses.Staged! with { Steps = steps, WarmUp = Math.Min(Losses.Staged.WarmUp, steps / 10) } } };

    /// <summary>All numbers of a training of this row.</summary>
    /// <param name="plan">Steps and batch.</param> <param name="templates">In which the CLIP reads names.</param> <param name="seed">Of the training.</param>
    public TrainingRecipe RecipeOf(NetworkPlan plan, IReadOnlyList<string> templates, int seed) => new()
    {
        Name = "zero-shot", AlignZeg = Network with { Templates = templates, Queries = plan.QueriesFor(Network.Queries) }, Supervision = new() { Oracle = Oracle },
        Segmentation = Losses.After(plan.Steps) with { Batch = plan.Batch, Seed = seed, Staged = StopsEarly ? Losses.Staged! with { Stops = plan.FollowedSteps } : Losses.Staged },
    };

    private static AlignZegConfig Refined(AlignZegConfig network) => Mutual(Fused(network));

    // Why one depth: see the model's README. In true colours it too makes masks of unseen objects worse.
    private static AlignZegConfig Early(AlignZegConfig network) => Mutual(network) with { FusionLayers = [0] };

    private static AlignZegConfig Mutual(AlignZegConfig network) => network with { Mutual = true };

    private static AlignZegConfig Fused(AlignZegConfig network) => network with { FusionLayers = new AlignZegConfig().FusionLayers };

    private static AlignZegConfig Linear(AlignZegConfig network) => network with { Adapter = AdapterForm.Linear };

    private static AlignZegConfig Together(AlignZegConfig network) => Indicated(Linear(network) with { BackgroundPrototypes = 4 });

    private static SegmentationTrainingOptions Together(SegmentationTrainingOptions losses) => Indicated(Backgrounds(Soft(IgnoreAware(losses))));

    private static AlignZegConfig Joint(AlignZegConfig network) => network with { LearnedBias = true };

    private static SegmentationTrainingOptions Shuffled(SegmentationTrainingOptions losses) => losses with { ShuffledFusion = true };

    private static SegmentationTrainingOptions Joint(SegmentationTrainingOptions losses) => losses with { Staged = null };

    private static AlignZegConfig Indicated(AlignZegConfig network) => network with { Correction = new() { Indicator = IndicatorInput.Profile, Mode = CorrectionMode.Odds } };

    private static SegmentationTrainingOptions IgnoreAware(SegmentationTrainingOptions losses) => losses with { IgnoreAwareNoObject = true };

    private static SegmentationTrainingOptions Soft(SegmentationTrainingOptions losses, double weight = 1) => losses with { VirtualWeight = weight, Expansion = losses.Expansion with { Form = ExpansionForm.Soft } };

    private static SegmentationTrainingOptions Backgrounds(SegmentationTrainingOptions losses) => losses with { Background = new() { Weight = .1 } };

    private static SegmentationTrainingOptions Indicated(SegmentationTrainingOptions losses) =>
        losses with { Indicator = new() { Surrogate = IndicatorSurrogate.PseudoUnseen, Detach = true } };
}
