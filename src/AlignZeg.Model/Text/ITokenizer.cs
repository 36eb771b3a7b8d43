namespace AlignZeg.Model.Text;

/// <summary>Text to token ids of a text tower.</summary>
public interface ITokenizer
{
    /// <summary>Ids run from 0 to one less.</summary>
    int VocabSize { get; }

    /// <summary>The id that ends a text; the first one in a text is where the text tower is read.</summary>
    int EndId { get; }

    /// <summary>Longest text in tokens, start and end included; what is over is cut off.</summary>
    int Context { get; }

    /// <summary>Ids of the text with start and end tokens, cut to the context; never empty.</summary>
    TokenizedText Encode(string text);
}
