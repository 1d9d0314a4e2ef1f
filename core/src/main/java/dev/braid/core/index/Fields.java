package dev.braid.core.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * An entry as Lucene's document. Each field of an entry is stored for showing, and indexed by the
 * kind of its value for filters, since one column may hold texts here and numbers there. Texts of
 * more than 32,766 bytes are only stored.
 */
final class Fields {

  static final String ID = "id";
  static final String VECTOR = "vector";
  static final String SHOWN = "shown";

  private static final String TEXT = "text.";
  private static final String NUMBER = "number.";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private Fields() {}

  static Term id(String id) {
    return new Term(ID, id);
  }

  static Document document(String id, float[] vector, Map<String, Object> fields)
      throws IOException {
    Document document = new Document();
    document.add(new StringField(ID, id, Field.Store.YES));
    document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    Map<String, Object> shown = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          shown.put(name, plain(value));
          index(document, name, plain(value));
        });
    document.add(new StoredField(SHOWN, JSON.writeValueAsString(shown)));
    return document;
  }

  /** Numbers, truths, texts and lists of these; anything else, such as a path, as its text. */
  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(item -> plain((Object) item)).toList();
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  private static void index(Document document, String name, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(item -> index(document, name, item));
    } else if (value instanceof Number number) {
      document.add(new DoublePoint(NUMBER + name, number.doubleValue()));
    } else if (indexable(value.toString())) {
      document.add(new StringField(TEXT + name, value.toString(), Field.Store.NO));
    }
  }

  /** Whether Lucene takes a text as one term. */
  static boolean indexable(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= IndexWriter.MAX_TERM_LENGTH;
  }

  static Map<String, Object> shown(Document document) throws IOException {
    try {
      return JSON.readValue(document.get(SHOWN), MAP);
    } catch (JsonProcessingException e) {
      throw new IOException("an entry's fields are not JSON", e);
    }
  }

  /** The names of the fields that entries have, sorted. */
  static Set<String> names(FieldInfos infos) {
    Set<String> names = new TreeSet<>();
    for (FieldInfo info : infos) {
      if (info.name.startsWith(TEXT)) {
        names.add(info.name.substring(TEXT.length()));
      } else if (info.name.startsWith(NUMBER)) {
        names.add(info.name.substring(NUMBER.length()));
      }
    }
    return names;
  }

  /** Whether a field is this text, or a number that the text stands for. */
  static Query query(Condition condition) {
    Query text = new TermQuery(new Term(TEXT + condition.field(), new BytesRef(condition.value())));
    Double number = condition.number();
    if (number == null) {
      return text;
    }
    return new BooleanQuery.Builder()
        .add(text, BooleanClause.Occur.SHOULD)
        .add(
            DoublePoint.newExactQuery(NUMBER + condition.field(), number),
            BooleanClause.Occur.SHOULD)
        .build();
  }
}
