"""What the fields of the registration form hold, by the shares of a real export."""

from hiring.synthetic.chance import Shares

ENGLISH = Shares(
    {"": 195, "Intermediário": 264, "Básico": 247, "Avançado": 160, "Nenhum": 70, "Fluente": 64},
)
SPANISH = Shares(
    {
        "": 210,
        "Nenhum": 290,
        "Básico": 335,
        "Intermediário": 110,
        "Avançado": 30,
        "Fluente": 20,
        "Técnico": 5,
    },
)
EDUCATION = Shares({
    "": 50, "Ensino Superior Completo": 440, "Pós Graduação Completo": 150, "Ensino Superior Cursando": 90,
    "Ensino Superior Incompleto": 85, "Pós Graduação Cursando": 45, "Pós Graduação Incompleto": 30,
    "Ensino Técnico Completo": 35, "Ensino Técnico Cursando": 10, "Ensino Médio Completo": 40,
    "Ensino Médio Incompleto": 6, "Mestrado Completo": 10, "Mestrado Cursando": 4, "Doutorado Completo": 2,
    "Ensino Fundamental Completo": 3,
})  # fmt: skip
OTHER_LANGUAGE = Shares({
    "-": 850, "Português - Fluente": 110, "Português - Avançado": 8, "Francês - Básico": 12,
    "Francês - Intermediário": 7, "Alemão - Básico": 4, "Italiano - Intermediário": 5,
    "Português - Fluente, Italiano - Básico": 4,
})  # fmt: skip
AREA = Shares({
    "": 200, "Administrativa": 150, "TI - Infraestrutura": 70, "TI - Desenvolvimento/Programação": 120,
    "TI - Suporte": 60, "TI - SAP": 55, "TI - Projetos": 45, "TI - Qualidade/Testes": 25, "Comercial": 60,
    "Financeira/Controladoria": 60, "Administrativa, Comercial, Financeira/Controladoria": 35,
    "Administrativa, Recursos Humanos": 25, "Recursos Humanos": 35, "Logística": 25, "Jurídica": 10,
    "Marketing": 20, "Engenharia": 20, "TI - Banco de Dados": 25, "TI - Segurança da Informação": 15,
})  # fmt: skip
TITLE = Shares({
    "Analista Administrativo": 70, "Assistente Administrativo": 60, "Auxiliar de Escritório": 25,
    "Analista de Infraestrutura": 50, "Analista de Suporte": 60, "Desenvolvedor Java": 50,
    "Desenvolvedora Front-end Pleno": 30, "Programador ABAP": 40, "Consultor SAP MM": 45,
    "Consultor SAP SD Sênior": 40, "Consultora SAP FI/CO": 30, "Analista de Sistemas": 70,
    "Analista de Testes": 40, "Gerente de Projetos": 55, "Scrum Master": 30, "Analista de Negócios": 45,
    "Analista Financeiro": 35, "Analista Contábil": 20, "Assistente de Controladoria": 10,
    "Área comercial": 30, "Executivo de Vendas": 25, "Analista de RH": 30, "Recrutadora": 15,
    "Analista de Dados": 30, "Analista de BI": 20, "Engenheiro de Dados Sênior": 20, "DBA Oracle": 20,
    "Administrador de Redes": 25, "Técnico de Informática": 35, "Engenheira DevOps": 20,
    "Analista de Segurança da Informação": 20, "Tecnologia da Informação": 30, "TI": 10,
    "Analista de Logística": 20, "Comprador": 15, "Coordenador de TI": 25, "Arquiteto de Software": 25,
    "UX Designer": 15, "Administrativo | Financeiro": 15, "Estágio": 20, "Product Owner": 25,
})  # fmt: skip
SEX = Shares({"": 50, "Masculino": 630, "Feminino": 320})
CIVIL_STATUS = Shares({
    "": 90, "Solteiro": 420, "Casado": 370, "União Estável": 65, "Divorciado": 45,
    "Separado Judicialmente": 6, "Viúvo": 4,
})  # fmt: skip
DISABILITY = Shares({"": 250, "Não": 738, "Sim": 12})
SOURCE = Shares({
    "": 20, "Site de Empregos": 330, "Indeed": 270, "Outros": 200, "Anúncio": 75, "Nosso site": 55,
    "Indicação de colaborador": 25, "Indicação de amigo": 25,
})  # fmt: skip
SOURCE_DETAIL = Shares({"": 700, " Linkedin": 160, " Infojobs": 90, " Contato do RH": 50})
LEVEL = Shares({"": 900, "Analista": 40, "Pleno": 20, "Sênior": 20, "Assistente": 12, "Especialista": 8})
MAIL_HOST = Shares({
    "gmail.com": 610, "hotmail.com": 210, "outlook.com": 60, "yahoo.com.br": 45, "icloud.com": 8,
    "uol.com.br": 8, "bol.com.br": 7, "terra.com.br": 4, "live.com": 6, "hotmail.com.br": 4,
    "serrazul-sistemas.com.example": 10, "ponte-nova.example": 8, "gm-consultoria.com.example": 7,
    "trilha-dados.example": 5,
})  # fmt: skip
PLACE = Shares({
    "São Paulo, São Paulo": 330, "Guarulhos, São Paulo": 40, "Carapicuíba, São Paulo": 20,
    "Santo André, São Paulo": 35, "Osasco, São Paulo": 35, "Campinas, São Paulo": 50,
    "Belo Horizonte, Minas Gerais": 90, "Contagem, Minas Gerais": 20, "Uberlândia, Minas Gerais": 15,
    "Rio de Janeiro, Rio de Janeiro": 90, "Niterói, Rio de Janeiro": 20, "Curitiba, Paraná": 50,
    "Londrina, Paraná": 15, "Fortaleza, Ceará": 50, "Recife, Pernambuco": 30, "Salvador, Bahia": 25,
    "Porto Alegre, Rio Grande do Sul": 30, "Brasília, Distrito Federal": 25,
    "Florianópolis, Santa Catarina": 20, "Vitória, Espírito Santo": 10,
})  # fmt: skip
COURSE = Shares({
    "": 90, "Administração de Empresas": 130, "Administração": 90, "Sistemas de Informação": 130,
    "Análise e Desenvolvimento de Sistemas": 140, "Gestão da Tecnologia da Informação": 80,
    "Ciência da Computação": 90, "Engenharia de telecomunicações": 25, "Engenharia de Produção": 45,
    "Gestão de Projetos": 50, "Redes de Computadores": 45, "Ciências Contábeis": 45, "Direito": 20,
    "Recursos Humanos": 20,
})  # fmt: skip
CERTIFICATION = Shares({
    "": 875, "ITIL v3 - IT Infraestructure Library": 28, "SAP SD": 12, "SAP FI": 14, "SAP MM": 12,
    "Cisco Certified Network Professional - CCNP": 8, "PMP - Project Management Professional": 14,
    "MS [77-418] MOS: Microsoft Office Word 2013, MS [77-420] MOS: Microsoft Office Excel 2013": 8,
    "MS [77-420] MOS: Microsoft Office Excel 2013": 8, "MS [77-423] MOS: Microsoft Office Outlook 2013": 4,
    "MS [77-420] MOS: Microsoft Office Excel 2013, MS [77-422] MOS: Microsoft Office PowerPoint 2013": 6,
    "Scrum Master - PSM I": 11,
})  # fmt: skip
OTHER_CERTIFICATION = Shares({
    "": 860, "CSM e PO (Scrum Alliance)": 30, "AZ900 - Azure Fundamentals (Microsoft)": 40, "-": 5,
    "Curso de Lógica de programação com Javascript": 25, "Curso: Desenvolvimento Android Completo": 20,
    "Power BI: do básico ao intermediário, 40 horas": 20,
})  # fmt: skip
RECRUITERS = {
    "Bela Nogueira": 130, "Rita Camargo": 105, "Yara Domingues": 100, "Carolina Machado": 95,
    "Manoela Vieira": 75, "Lúcia Moreira": 70, "Luna Falcão": 55, "Eloá Leite": 50, "Lia Correia": 45,
    "Heloísa Barros": 45, "Marina Pires": 40, "Lis Freitas": 40, "Juliana Esteves": 35, "Estela Vieira": 30,
    "Natasha Cavalcanti": 25, "Otávio Ribeiro": 20, "Paulo Tavares": 15,
}  # fmt: skip
RECRUITER = Shares(RECRUITERS)
ENTERED_BY = Shares({"pelo próprio candidato": 150} | RECRUITERS)
