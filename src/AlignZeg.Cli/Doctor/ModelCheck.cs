using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Doctor;

/// <summary>Whether a model loads and labels.</summary>
internal static class ModelCheck
{
    public static Finding Examine(string folder)
    {
        using var segmenter = ModelSource.Parse(folder).Load();
        var classifier = segmenter.BuildClassifier(new([["amber"], ["slate"]], []));
        var size = segmenter.InputSizeFor(64, 64);
        var result = segmenter.Segment([new(new byte[3 * size.Width * size.Height], size, 64, 64)], classifier);
        return result is [{ Labels.Length: 64 * 64 }]
            ? new("model", Verdict.Ok, $"{folder} loads and labels ({segmenter.Hash[..12]})")
            : new("model", Verdict.Fail, $"{folder} loads, but its label map has another size than the image");
    }
}
