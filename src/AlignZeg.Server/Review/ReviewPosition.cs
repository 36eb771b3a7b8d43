using System.Globalization;
using AlignZeg.Server.Problems;

namespace AlignZeg.Server.Review;

/// <summary>A place in a review list: by falling uncertainty, then by index. A place stays where it is while images come before and after it.</summary>
internal readonly record struct ReviewPosition(double Uncertainty, int Index)
{
    /// <summary>Before every image.</summary>
    public static readonly ReviewPosition First = new(double.PositiveInfinity, 0);

    /// <summary>Reads what <see cref="ToString"/> wrote; nothing = the beginning.</summary>
    /// <exception cref="ProblemException">It is none.</exception>
    public static ReviewPosition Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return First;
        var parts = text.Split('-');
        return parts.Length == 2 && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double uncertainty) && uncertainty is >= 0 and <= 1
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                ? new(uncertainty, index)
                : throw new ProblemException(ProblemTypes.InvalidCursor, "The cursor is not one that this list gave; leave it out to begin at the most uncertain image.");
    }

    /// <summary>Negative if the place is before another, 0 if it is the same.</summary>
    public int Against(ReviewPosition other) => Uncertainty == other.Uncertainty ? Index.CompareTo(other.Index) : other.Uncertainty.CompareTo(Uncertainty);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Uncertainty:0.####}-{Index}");
}
