using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>
/// Trainings of the full network with what was measured of them, each in a folder whose name is a hash of all that it follows from: a second call goes on, and no training is done
/// twice. The model stays beside its figures. Several processes may share the folder.
/// </summary>
/// <param name="folder">Of the work.</param> <param name="figures">Known ones; new ones are added.</param> <param name="plan">Of the scenes.</param> <param name="style">Of the scenes.</param> <param name="clip">Bundle whose CLIP is frozen.</param>
internal sealed class NetworkCells(string folder, KnownFigures figures, NetworkPlan plan, SceneStyle style, string clip)
{
    private const int Trained = 2, Stopped = 3, Measured = 3; // raised when the same recipe gives other models, or the same model other figures

    private readonly string _clip = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(clip, "clip.safetensors"))));

    /// <summary>Whether <see cref="Get"/> would make nothing.</summary>
    public bool Has(TrainingRecipe recipe, IReadOnlyList<bool> seen, string kind) => figures.Has(NameOf(recipe, seen, kind)) || File.Exists(FileOf(recipe, seen, Current(kind)));

    /// <summary>Figures of a cell: from their file, else what is kept of it here, or what is made of it now; null where another process is at it.</summary>
    /// <param name="recipe">Of the training.</param> <param name="seen">The split.</param> <param name="kind">What is measured: figures, or numbers that were picked.</param>
    /// <param name="make">Trains into the folder that it is given and measures; null where another process is at something that it needs.</param>
    public T? Get<T>(TrainingRecipe recipe, IReadOnlyList<bool> seen, string kind, Func<string, T?> make) where T : class =>
        figures.Get(NameOf(recipe, seen, kind), () => GetHere(recipe, seen, Current(kind), make));

    /// <summary>As <see cref="Get"/>, but of this folder alone: for what is no figure, such as the path of a model.</summary>
    public T? GetHere<T>(TrainingRecipe recipe, IReadOnlyList<bool> seen, string kind, Func<string, T?> make) where T : class
    {
        string cell = FolderOf(recipe, seen), file = FileOf(recipe, seen, kind);
        if (WholeFile.Read<T>(file) is { } kept) return kept;
        Directory.CreateDirectory(folder);
        using var hold = LockFile.TryTake(cell + ".lock");
        if (hold is null) return null;
        if (WholeFile.Read<T>(file) is { } other) return other; // made while this process was on its way
        if (make(cell) is not { } made) return null;
        WholeFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(made));
        return made;
    }

    /// <summary>Folder of a cell.</summary>
    public string FolderOf(TrainingRecipe recipe, IReadOnlyList<bool> seen) => Path.Combine(folder, KeyOf(recipe, seen));

    private string FileOf(TrainingRecipe recipe, IReadOnlyList<bool> seen, string kind) => Path.Combine(FolderOf(recipe, seen), kind + ".json");

    private string NameOf(TrainingRecipe recipe, IReadOnlyList<bool> seen, string kind) => $"{KeyOf(recipe, seen)} {Current(kind)}";

    private static string Current(string kind) => $"{kind}-{Measured}";

    /// <summary>Name of a cell.</summary>
    public string KeyOf(TrainingRecipe recipe, IReadOnlyList<bool> seen)
    {
        int version = recipe.Segmentation.Staged is { PicksSteps: true } ? Stopped : Trained;
        var drawn = new { Version = version, recipe.AlignZeg, recipe.Segmentation, recipe.Supervision, seen, plan.TrainingScenes, plan.CalibrationScenes, plan.TestScenes, style, _clip, plan.Draw.SceneSeeds.Training };
        return plan.SceneSide == NetworkPlan.UsualSide && plan.Draw.IsFirst ? KnownFigures.NameOf(drawn) : KnownFigures.NameOf(new { drawn, plan.SceneSide, plan.Draw.Number }); // names from before there were others stay
    }
}
