using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Worlds;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>Generated scenes and the plan to label them: what benchmarks of the whole path have in common.</summary>
internal static class WorldPlan
{
    /// <summary>Draws the scenes into a folder and plans to label them there.</summary>
    /// <param name="root">The folder.</param> <param name="count">Number of scenes.</param> <param name="seed">Of the scenes.</param>
    /// <param name="complete">Says what else is wanted.</param> <param name="cancellationToken">Ends drawing.</param>
    public static async Task<LabelPlan> MakeAsync(string root, int count, int seed, Func<LabelRequest, LabelRequest> complete, CancellationToken cancellationToken)
    {
        var world = Path.Combine(root, "world");
        await WorldFolder.WriteAsync(world, count, seed, cancellationToken);
        var request = new LabelRequest { Inputs = [Path.Combine(world, "images")], Vocabulary = Path.Combine(world, "vocabulary.json"), Output = root };
        return await LabelPlan.MakeAsync(complete(request), new(() => root, new SilentView(), TimeProvider.System), cancellationToken);
    }
}
