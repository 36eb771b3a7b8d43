using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.ProposalClassification;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>A row of the region table.</summary>
/// <param name="Name">For people and machines.</param> <param name="Recipe">What is trained.</param> <param name="Oracle">Whether labels of all classes are trained on.</param> <param name="StopsEarly">Whether training ends after the number of steps that held-out seen classes like best: a control.</param>
internal sealed record RegionRow(string Name, RegionRecipe Recipe, bool Oracle = false, bool StopsEarly = false)
{
    public const string Frozen = "frozen CLIP", Base = "base", Stopped = "base, stopped early", Full = "all together", Soft = "FES soft", Upper = "oracle";
    public const string IgnoreAwareSoft = "ignore-aware + FES soft", LinearIgnoreAwareSoft = "linear + ignore-aware + FES soft";

    /// <summary>All rows, in the order of the table.</summary>
    public static IReadOnlyList<RegionRow> All { get; } =
    [
        new(Frozen, new RegionRecipe { Adapter = AdapterForm.Off }),
        new(Base, new()),
        new(Stopped, new(), StopsEarly: true),
        new("ignore-aware", IgnoreAware(new())),
        new("linear adapter", new RegionRecipe { Adapter = AdapterForm.Linear }),
        new("FES, finished embeddings mixed (the harmful form)", With(new(), ExpansionForm.VirtualPrototypesEmbedding)),
        new("FES, input mixed, virtual prototypes", With(new(), ExpansionForm.VirtualPrototypesInput)),
        new(Soft, With(new(), ExpansionForm.Soft)),
        new("BDS, K = 4", Backgrounds(new())),
        new("PBC", Indicated(new())),
        new(IgnoreAwareSoft, With(IgnoreAware(new()), ExpansionForm.Soft)),
        new("ignore-aware + FES soft, weight 0.25", With(IgnoreAware(new()), ExpansionForm.Soft, weight: .25)),
        new(LinearIgnoreAwareSoft, With(IgnoreAware(new() { Adapter = AdapterForm.Linear }), ExpansionForm.Soft)),
        new(Full, Indicated(Backgrounds(With(IgnoreAware(new() { Adapter = AdapterForm.Linear }), ExpansionForm.Soft)))),
        new(Upper, new(), Oracle: true),
    ];

    private static RegionRecipe IgnoreAware(RegionRecipe recipe) => recipe with { Losses = recipe.Losses with { IgnoreAwareNoObject = true } };

    private static RegionRecipe With(RegionRecipe recipe, ExpansionForm form, double weight = 1) =>
        recipe with { Losses = recipe.Losses with { VirtualWeight = weight, Expansion = recipe.Losses.Expansion with { Form = form } } };

    private static RegionRecipe Backgrounds(RegionRecipe recipe) =>
        recipe with { BackgroundPrototypes = 4, Losses = recipe.Losses with { Background = new() { Weight = .1 } } };

    private static RegionRecipe Indicated(RegionRecipe recipe) => recipe with
    {
        Correction = new() { Indicator = IndicatorInput.Profile, Mode = CorrectionMode.Odds },
        Losses = recipe.Losses with { Indicator = new() { Surrogate = IndicatorSurrogate.PseudoUnseen, Detach = true } },
    };
}
